#!/usr/bin/env bash
# Builds kube-apiserver 1.20.2 from Debian's source package and puts it with etcd where scripts/kubernetes.sh finds them:
#   build-kube-apiserver.sh [FOLDER]     default ~/.cache/gitops-kube-assets
# Takes some ten minutes of two processors once, and 2 GB of disk meanwhile. Needs golang-go and Debian's (not Ubuntu's) packages.
#
# The reflect2 1.0.1 that Kubernetes 1.20 carries corrupts memory when it is built with Go 1.18 or newer (it calls the runtime's map
# iterator with an argument too few), and the server crashes at the first custom resource. Debian packages the mended 1.0.2.
set -euo pipefail
folder=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/gitops-kube-assets}
mkdir -p "$folder" && folder=$(cd "$folder" && pwd)
work=$(mktemp -d)
trap 'chmod -R u+w "$work" && rm -rf "$work"' EXIT
cd "$work"

# A source list of our own, so that the machine's stays as it is.
site=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -m1 '/debian$')
mkdir -p apt/lists/partial apt/cache/archives/partial
echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $site bookworm main" >apt/sources.list
options=(-o Dir::Etc::sourcelist="$work/apt/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$work/apt/lists" -o Dir::Cache="$work/apt/cache")
chmod 755 "$work" # For the user that apt downloads as.
apt-get "${options[@]}" update -qq
apt-get "${options[@]}" source -qq --download-only kubernetes
apt-get download -qq golang-github-modern-go-reflect2-dev etcd-server

source=$work/go/src/k8s.io/kubernetes
mkdir -p "$source" && tar -xzf kubernetes_*.orig.tar.gz -C "$source" --strip-components=1
dpkg -x golang-github-modern-go-reflect2-dev_*.deb packages
dpkg -x etcd-server_*.deb packages
rm -rf "$source"/vendor/github.com/modern-go/reflect2/*
cp packages/usr/share/gocode/src/github.com/modern-go/reflect2/* "$source/vendor/github.com/modern-go/reflect2/"

export GO111MODULE=off CGO_ENABLED=0 GOPATH=$work/go GOCACHE=$work/cache
cd "$source"
# The one generated file that the source package leaves out: the OpenAPI description of every type.
inputs=$(grep -rl --include='*.go' '+k8s:openapi-gen=' cmd pkg plugin staging/src/k8s.io | xargs -n1 dirname | sort -u |
  grep -v '/testdata/\|/examples\|sample-\|code-generator\|/vendor/' | sed 's,^staging/src/,k8s.io/kubernetes/vendor/,; t; s,^,k8s.io/kubernetes/,' | paste -sd,)
go run k8s.io/kubernetes/vendor/k8s.io/kube-openapi/cmd/openapi-gen --go-header-file hack/boilerplate/boilerplate.generatego.txt \
  --output-base "$work/go/src" --output-package k8s.io/kubernetes/pkg/generated/openapi --output-file-base zz_generated.openapi \
  --input-dirs "$inputs" --report-filename "$work/openapi-report"

version=k8s.io/component-base/version
go build -tags providerless -ldflags "-s -w -X $version.gitVersion=v1.20.2 -X $version.gitMajor=1 -X $version.gitMinor=20" \
  -o "$folder/kube-apiserver.new" k8s.io/kubernetes/cmd/kube-apiserver
install -m 755 "$work/packages/usr/bin/etcd" "$folder/etcd"
mv "$folder/kube-apiserver.new" "$folder/kube-apiserver"
echo "$folder"
