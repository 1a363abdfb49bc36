//go:build tools

// Package tools pins the check of GitHub workflows that `npm run ok` builds.
package tools

import _ "github.com/rhysd/actionlint/cmd/actionlint"
