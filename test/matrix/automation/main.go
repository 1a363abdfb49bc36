// Makes, keeps, extends, refreshes and deletes a sandbox with a port, and prints what each run changed as JSON.
package main

import (
	"context"
	"encoding/json"
	"fmt"

	"SDK/scalebox"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func declare(timeout int) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		dev, err := scalebox.NewSandbox(ctx, "dev", &scalebox.SandboxArgs{
			Timeout: pulumi.Int(timeout),
			EnvVars: pulumi.StringMap{"TOKEN": pulumi.String("t0ps3cret")},
		})
		if err != nil {
			return err
		}
		web, err := scalebox.NewSandboxPort(ctx, "web", &scalebox.SandboxPortArgs{
			SandboxId: dev.ID(),
			Port:      pulumi.Int(8080),
			Name:      pulumi.String("web"),
		})
		if err != nil {
			return err
		}
		regions, err := scalebox.GetRegions(ctx, nil)
		if err != nil {
			return err
		}
		ctx.Export("url", web.Url)
		ctx.Export("regions", pulumi.Int(len(regions.Regions)))
		return nil
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func main() {
	ctx := context.Background()
	stack := must(auto.UpsertStackInlineSource(ctx, "test", "go", declare(600)))
	preview := must(stack.Preview(ctx)).ChangeSummary
	up := must(stack.Up(ctx))
	kept := must(stack.Up(ctx)).Summary.ResourceChanges
	stack.Workspace().SetProgram(declare(900))
	longer := must(stack.Up(ctx)).Summary.ResourceChanges
	refresh := must(stack.Refresh(ctx)).Summary.ResourceChanges
	destroy := must(stack.Destroy(ctx)).Summary.ResourceChanges
	changes := []any{preview, up.Summary.ResourceChanges, kept, longer, refresh, destroy}
	url, regions := up.Outputs["url"].Value, up.Outputs["regions"].Value
	answer := must(json.Marshal(map[string]any{"changes": changes, "url": url, "regions": regions}))
	fmt.Println(string(answer))
}
