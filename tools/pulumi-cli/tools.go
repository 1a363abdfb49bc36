//go:build tools

// Package tools pins the Pulumi command line that the test suite and the quickstart build when none is installed.
package tools

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
