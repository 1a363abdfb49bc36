"""Makes, keeps, extends, refreshes and deletes a sandbox with a port, and prints what each run changed as JSON."""

import json

import pulumi
import pulumi_scalebox as scalebox
from pulumi import automation


def declare(timeout):
    def program():
        dev = scalebox.Sandbox("dev", timeout=timeout, env_vars={"TOKEN": "t0ps3cret"})
        web = scalebox.SandboxPort("web", sandbox_id=dev.id, port=8080, name="web")
        pulumi.export("url", web.url)
        pulumi.export("regions", scalebox.get_regions_output().regions.apply(len))

    return program


stack = automation.create_or_select_stack("test", "python", declare(600))
preview = stack.preview().change_summary
up = stack.up()
kept = stack.up().summary.resource_changes
stack.workspace.program = declare(900)
longer = stack.up().summary.resource_changes
refresh = stack.refresh().summary.resource_changes
destroy = stack.destroy().summary.resource_changes
url = up.outputs["url"].value
regions = up.outputs["regions"].value
changes = [preview, up.summary.resource_changes, kept, longer, refresh, destroy]
print(json.dumps({"changes": changes, "url": url, "regions": regions}))
