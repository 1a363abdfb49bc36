// Command pulumi-sdk-gen writes the packages of a provider for other languages from its schema.
// It is in the module of the YAML host because the pkg/v3 of the engine has no generator for .NET any more.
package main

import (
	"embed"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"

	"github.com/pulumi/pulumi/pkg/v3/codegen/dotnet"
	gogen "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

const tool = "pulumi-sdk-gen"

//go:embed logo.png
var logo embed.FS

type files = map[string][]byte

var generators = map[string]func(*schema.Package) (files, error){
	"dotnet": func(pkg *schema.Package) (files, error) {
		// It would fetch one from the web.
		pkg.LogoURL = "file:///logo.png"
		return dotnet.GeneratePackage(tool, pkg, nil, nil)
	},
	"go": func(pkg *schema.Package) (files, error) { return gogen.GeneratePackage(tool, pkg, nil) },
	"nodejs": func(pkg *schema.Package) (files, error) {
		return nodejs.GeneratePackage(tool, pkg, nil, nil, false, nil)
	},
	"python": func(pkg *schema.Package) (files, error) { return python.GeneratePackage(tool, pkg, nil, nil) },
}

func main() {
	if len(os.Args) < 4 {
		fail("Usage: %s SCHEMA FOLDER LANGUAGE...", tool)
	}
	http.DefaultTransport.(*http.Transport).RegisterProtocol("file", http.NewFileTransportFS(logo))
	for _, language := range os.Args[3:] {
		if err := generate(os.Args[1], filepath.Join(os.Args[2], language), language); err != nil {
			fail("Cannot generate the package for %s: %v", language, err)
		}
	}
}

func generate(schemaFile, folder, language string) error {
	generator, known := generators[language]
	if !known {
		return fmt.Errorf("there is no generator for it")
	}
	pkg, err := bind(schemaFile)
	if err != nil {
		return err
	}
	made, err := generator(pkg)
	if err != nil {
		return err
	}
	for name, content := range made {
		file := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// A generator changes the package that it gets: each gets one of its own.
func bind(schemaFile string) (*schema.Package, error) {
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		return nil, err
	}
	var spec schema.PackageSpec
	if err := json.Unmarshal(text, &spec); err != nil {
		return nil, err
	}
	pkg, faults, err := schema.BindSpec(spec, nil, schema.ValidationOptions{})
	if err != nil {
		return nil, err
	}
	if faults.HasErrors() {
		return nil, faults
	}
	return pkg, nil
}

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
}
