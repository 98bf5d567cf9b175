# The companion (default target) and, as target "grafana", a Grafana with the plugin, the dashboards and their provisioning.
#   docker build -t gitops-companion:0.1.0 .
#   docker build -t gitops-grafana:0.1.0 --target grafana .      GITOPS_COMPANION_ADDRESS=host:port tells it where the companion is

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY eng eng
COPY service service
RUN dotnet publish service/GrafanaGitOps.Service -c Release -o /published -p:RestoreLockedMode=true

FROM node:20.19-bookworm-slim AS plugin
WORKDIR /source/plugin
COPY plugin/package.json plugin/package-lock.json ./
RUN npm ci --no-audit --no-fund
# The build takes the version, the change log and the licence from beside the folder.
COPY Directory.Build.props CHANGELOG.md LICENSE /source/
COPY plugin .
RUN npm run build

FROM grafana/grafana:12.4.2 AS grafana
COPY --from=plugin /source/plugin/dist /var/lib/grafana-plugins/gitops-companion-datasource
COPY dashboards/*.json /etc/gitops/dashboards/
COPY provisioning/datasources /etc/grafana/provisioning/datasources
COPY provisioning/dashboards /etc/grafana/provisioning/dashboards
COPY provisioning/alerting /etc/grafana/provisioning/alerting
ENV GF_PATHS_PLUGINS=/var/lib/grafana-plugins \
    GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS=gitops-companion-datasource \
    GF_PLUGINS_FORWARD_HOST_ENV_VARS=gitops-companion-datasource \
    GITOPS_DASHBOARDS=/etc/gitops/dashboards

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS companion
# git reads the repositories, over https and ssh; everything else is .NET.
RUN apt-get update \
    && apt-get install -y --no-install-recommends git openssh-client ca-certificates curl \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o 65532 -g 65532 /var/lib/gitops
COPY --from=build /published /opt/gitops
# For `gitops query` in a running container.
RUN printf '#!/bin/sh\nexec dotnet /opt/gitops/gitops.dll "$@"\n' >/usr/local/bin/gitops && chmod 755 /usr/local/bin/gitops
# 32 MB of new objects between two collections of garbage, hexadecimal, as in plugin/launcher.sh.
ENV HOME=/tmp DOTNET_EnableDiagnostics=0 DOTNET_GCgen0size=0x2000000
USER 65532:65532
WORKDIR /var/lib/gitops
VOLUME /var/lib/gitops
EXPOSE 8080 10510
HEALTHCHECK --interval=20s --timeout=5s --start-period=60s CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8080/healthz"]
ENTRYPOINT ["gitops"]
CMD ["serve"]
