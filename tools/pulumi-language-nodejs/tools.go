//go:build tools

// Package tools pins the language host that runs Node.js programs for the engine in ../pulumi-cli.
package tools

import _ "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"
