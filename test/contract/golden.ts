/**
 * Bodies as they travel, typed by hand from the API's reference and its OpenAPI description. Nothing here may come
 * from our own contract: client and emulator share that, so a wrong name in it would hide on both sides.
 */

/** The example of "Create Sandbox" in the reference, word for word. */
export const createExample = `{
"name": "my-dev",
"template": "python-dev",
"cpu_count": 2,
"memory_mb": 4096,
"storage_gb": 10,
"timeout": 3600,
"auto_pause": true,
"is_async": false,
"env_vars": {
"DEBUG": "true",
"API_KEY": "your-secret-key"
},
"metadata": {
"project": "web-app",
"environment": "development"
},
"object_storage": {
"uri": "s3://my-bucket/data",
"mount_point": "/mnt/oss",
"access_key": "YOUR_S3_ACCESS_KEY",
"secret_key": "YOUR_S3_SECRET_KEY",
"region": "us-east-1"
},
"custom_ports": [
{ "port": 8080, "name": "web-server", "protocol": "tcp" },
{ "port": 9000, "name": "api-server", "protocol": "tcp" }
],
"locality": {
"region": "ap-southeast",
"force": false
}
}`

/** The other bodies that the reference shows. */
export const extendExample = `{"timeout": 7200}`
export const pauseExample = `{"is_async": false}`
export const batchDeleteExample = `{
"sandbox_ids": ["sbx-abc123def456789", "sbx-def456ghi789012"],
"force": false
}`

/** Every field of SandboxResponse. */
export const sandbox = `{
  "sandbox_id": "sbx-abc123def456789",
  "name": "my-dev",
  "description": "for me",
  "template_id": "tpl-abc123",
  "template_name": "python-dev",
  "owner_user_id": "usr-1",
  "project_id": "prj-1",
  "project_name": "Default",
  "cpu_count": 2,
  "memory_mb": 4096,
  "storage_gb": 10,
  "timeout": 3600,
  "secure": true,
  "allow_internet_access": true,
  "metadata": { "project": "web-app", "snake_key": "kept", "camelKey": "kept" },
  "env_vars": { "DEBUG": "true", "API_KEY": "your-secret-key", "camelKey": "kept" },
  "status": "running",
  "substatus": null,
  "reason": null,
  "started_at": "2026-01-01T00:00:05Z",
  "stopped_at": null,
  "timeout_at": "2026-01-01T01:00:05Z",
  "ended_at": null,
  "paused_at": null,
  "pausing_at": null,
  "resumed_at": null,
  "created_at": "2026-01-01T00:00:00Z",
  "updated_at": "2026-01-01T00:00:06Z",
  "sandbox_domain": "sbx-abc123def456789.example.com",
  "envd_access_token": "envd-token",
  "uptime": 55,
  "total_running_seconds": 55,
  "actual_total_running_seconds": 56,
  "total_paused_seconds": 0,
  "actual_total_paused_seconds": 0,
  "persistence_days": 7,
  "persistence_expires_at": null,
  "persistence_days_remaining": null,
  "auto_pause": true,
  "network_proxy": {
    "proxy_url": "http://user:pass@proxy.example.com:1080",
    "proxy_configs": { "host": "proxy.example.com", "port": 1080, "username": "user", "password": "pass" }
  },
  "ports": [
    { "port": 22, "service_port": 22, "protocol": "TCP", "name": "ssh", "is_protected": true },
    { "port": 8080, "service_port": 8080, "protocol": "TCP", "name": "web-server", "is_protected": false }
  ],
  "template_ports": [
    { "port": 22, "service_port": 22, "protocol": "TCP", "name": "ssh", "is_protected": true }
  ],
  "custom_ports": [
    { "port": 8080, "service_port": 8080, "protocol": "TCP", "name": "web-server", "is_protected": false }
  ],
  "net_proxy_country": "canada",
  "object_storage": [{ "uri": "s3://my-bucket/data", "mount_point": "/mnt/oss" }],
  "object_storage_direct_mount": false,
  "object_storage_s3fs_path": null,
  "cluster_id": "cluster-1",
  "namespace_id": "ns-1",
  "pod_name": "pod-1",
  "pod_uid": "uid-1",
  "pod_ip": "10.0.0.1",
  "node_name": "node-1",
  "container_name": "worker",
  "allocation_time": "2026-01-01T00:00:01Z",
  "last_pod_status": "Running",
  "deletion_in_progress": false,
  "resources": { "cpu": 2, "memory": 4096, "storage": 10, "bandwidth": 0 },
  "cost": { "hourlyRate": 0.1, "totalCost": 0.01 },
  "owner": { "user_id": "usr-1", "username": "me", "display_name": null, "email": "me@example.com" },
  "remaining_seconds": 3545,
  "template_exists": true,
  "template_custom_command": null,
  "template_ready_command": null,
  "template_source": null,
  "sandbox_domain_internal": null,
  "lifecycle_outcome": null,
  "web_terminal_available": true,
  "web_files_available": true
}`

export const sandboxList = `{
  "sandboxes": [${sandbox}],
  "pagination": { "page": 1, "limit": 20, "total": 1, "total_pages": 1, "offset": 0 }
}`

export const status = `{
  "sandbox_id": "sbx-abc123def456789",
  "status": "starting",
  "substatus": "waiting_ready",
  "reason": null,
  "updated_at": "2026-01-01T00:00:06Z"
}`

export const stats = `{
  "total_sandboxes": 4,
  "running_sandboxes": 2,
  "terminated_sandboxes": 1,
  "failed_sandboxes": 1,
  "total_cost": 1.5,
  "avg_cpu_usage": 12.5,
  "avg_memory_usage": 40,
  "total_uptime_hours": 3.25
}`

export const ports = `{
  "ports": [{ "port": 8080, "service_port": 80, "protocol": "UDP", "name": "web", "is_protected": false }],
  "template_ports": [],
  "custom_ports": [{ "port": 8080, "service_port": 80, "protocol": "UDP", "name": "web", "is_protected": false }]
}`

export const timeout = `{
  "timeout": 7200,
  "timeout_at": "2026-01-01T02:00:05Z",
  "used_lifetime": 60,
  "remaining_time": 7140
}`

export const ending = `{ "sandbox_id": "sbx-abc123def456789", "status": "terminating", "note": "In the background" }`

export const batchDelete = `{
  "successful_count": 1,
  "failed_count": 1,
  "successful": ["sbx-abc123def456789"],
  "failed": [{ "sandbox_id": "sbx-def456ghi789012", "error": "sandbox is running" }]
}`

export const batch = `{
  "total": 2,
  "successful": 1,
  "failed": 1,
  "results": [
    { "sandbox_id": "sbx-abc123def456789", "status": "success" },
    { "sandbox_id": "sbx-def456ghi789012", "status": "error", "error": "sandbox is not running" }
  ]
}`

export const regions = `{ "scalebox_regions": [{ "id": "us-east", "name": "US East (N. Virginia)" }] }`

/** The answer of create-template in the OpenAPI description. */
export const template = `{
  "template_id": "tpl-abc123",
  "name": "golden",
  "description": "All set",
  "default_cpu_count": 2,
  "default_memory_mb": 4096,
  "is_public": false,
  "status": "pending",
  "harbor_project": "p",
  "harbor_repository": "r",
  "harbor_tag": "t",
  "base_template_id": "tpl-base",
  "ports": "[]",
  "custom_command": "serve",
  "ready_command": "{}",
  "created_at": "2026-01-01T00:00:00Z",
  "message": "Template creation initiated"
}`

export const templateList = `{
  "templates": [${template}],
  "pagination": { "page": 1, "limit": 20, "total": 1, "total_pages": 1, "offset": 0 }
}`

export const metrics = `{
  "sandbox_id": "sbx-abc123def456789",
  "timestamp": "2026-01-01T00:01:00Z",
  "status": "running",
  "uptime_seconds": 55,
  "metrics": [
    {
      "timestamp": "2026-01-01T00:00:55Z",
      "cpu_count": 2,
      "cpu_used_pct": 12.5,
      "mem_total": 4294967296,
      "mem_used": 1073741824,
      "disk_total": 10737418240,
      "disk_used": 1073741824
    }
  ]
}`

export const chart = `{ "sandbox_id": "sbx-abc123def456789", "status": "running", "labels": ["00:00:55"], "cpu": [12.5] }`

export const turn = `{
  "urls": ["turn:turn.example.com:3478"],
  "username": "me",
  "credential": "secret",
  "ttl": 3600,
  "expires_at": "2026-01-01T01:00:00Z",
  "ice_servers": [{ "urls": ["turn:turn.example.com:3478"] }]
}`

/** Wraps data as the reference's services do. */
export const success = (data: string) => `{"success": true, "data": ${data}, "message": "Fine"}`
