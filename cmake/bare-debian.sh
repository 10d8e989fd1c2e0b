#!/bin/sh
# bare-debian.sh [FOLDER]: proves that `./dev demo` and `./dev test` work on a bare Debian 12.
#
# Makes a Debian of the smallest kind in FOLDER (default: a new temporary one), adds git and nothing
# else, clones the committed state of this repository into it, and runs both commands there.
# Needs root, debootstrap, and this machine's way to a Debian mirror: its apt configuration and
# proxy settings are used, and copied for the run.
set -eu
repository=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
chroot=${1:-$(mktemp -d /tmp/bare-debian.XXXXXX)}
# shellcheck disable=SC2016  # the dollars are apt's
mirror=$(apt-get indextargets --format '$(REPO_URI)' "Codename: bookworm" | head -n 1)

debootstrap --variant=minbase --include=git,ca-certificates bookworm "$chroot" "$mirror"
mount -t proc proc "$chroot/proc"
mount --bind /dev "$chroot/dev"
mount --bind /dev/pts "$chroot/dev/pts"
trap 'umount "$chroot/proc" "$chroot/dev/pts" "$chroot/dev"' EXIT

cp /etc/resolv.conf "$chroot/etc/resolv.conf"
cp -R /etc/apt/apt.conf.d/. "$chroot/etc/apt/apt.conf.d/"
git clone --quiet "$repository" "$chroot/root/centricity"

for command in demo test; do
  echo "== ./dev $command"
  start=$(date +%s)
  chroot "$chroot" env HOME=/root sh -c "cd /root/centricity && ./dev $command" </dev/null
  echo "== ./dev $command passed after $(($(date +%s) - start)) s"
done
echo "The chroot is left in $chroot"
