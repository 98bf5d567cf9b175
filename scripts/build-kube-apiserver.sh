#!/usr/bin/env bash
# Builds kube-apiserver 1.20.2 from Debian's source package, for scripts/kubernetes.sh: build-kube-apiserver.sh FOLDER
# Takes some minutes of two processors and 2 GB of disk. Needs golang-go and a Debian (or Ubuntu) with source packages.
#
# Its vendored reflect2 1.0.1 corrupts memory when it is built with Go 1.18 or newer (it calls the runtime's map iterator with an argument
# too few), and the server crashes at the first custom resource. Debian's golang-github-modern-go-reflect2-dev has the fixed 1.0.2.
set -euo pipefail
folder=$(mkdir -p "${1:?the folder to put kube-apiserver into}" && cd "$1" && pwd)
work=$(mktemp -d)
trap 'chmod -R u+w "$work" && rm -rf "$work"' EXIT
cd "$work"

# A source list of our own, so that the machine's stays as it is.
site=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -m1 '/debian$')
mkdir -p apt/lists/partial apt/cache/archives/partial
echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $site bookworm main" >apt/sources.list
options=(-o Dir::Etc::sourcelist="$work/apt/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$work/apt/lists" -o Dir::Cache="$work/apt/cache")
apt-get "${options[@]}" update -qq
apt-get "${options[@]}" source -qq --download-only kubernetes
apt-get download -qq golang-github-modern-go-reflect2-dev

source=$work/go/src/k8s.io/kubernetes
mkdir -p "$source" && tar -xzf kubernetes_*.orig.tar.gz -C "$source" --strip-components=1
dpkg -x golang-github-modern-go-reflect2-dev_*.deb reflect2
rm -rf "$source"/vendor/github.com/modern-go/reflect2/*
cp reflect2/usr/share/gocode/src/github.com/modern-go/reflect2/* "$source/vendor/github.com/modern-go/reflect2/"

version=k8s.io/component-base/version
cd "$source"
GO111MODULE=off CGO_ENABLED=0 GOPATH=$work/go GOCACHE=$work/cache go build -tags providerless \
  -ldflags "-s -w -X $version.gitVersion=v1.20.2 -X $version.gitMajor=1 -X $version.gitMinor=20" \
  -o "$folder/kube-apiserver.new" k8s.io/kubernetes/cmd/kube-apiserver
mv "$folder/kube-apiserver.new" "$folder/kube-apiserver"
