import * as scalebox from "pulumi-scalebox"

// One environment that a whole team shares. It pauses a day after its start instead of ending.
const team = new scalebox.DevEnvironment("team", {
  template: "python-dev",
  timeout: 86_400,
  ports: { web: 8080 },
})

export const urls = team.urls
