package io.flinklstm.faults.cluster;

import io.flinklstm.faults.FaultsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A small disk of its own: an image file mounted by loop, that can run full, become read-only, or
 * hang. Mounted in the harness's own mount namespace, and gone with it.
 */
public final class Volume {

  private static final long MOST_LEFT = 64 << 10; // of a full disk

  private final Path mount;
  private final Path frozen; // names it while it is frozen, for faults/reap

  private Volume(Path mount, Path frozen) {
    this.mount = mount;
    this.frozen = frozen;
  }

  /** Mounts a new ext4 over a directory. */
  public static Volume mount(Path directory, Path image, String size) {
    Shell.run("truncate", "-s", size, image.toString());
    Shell.run("mkfs.ext4", "-q", "-m", "0", image.toString());
    Shell.run("mount", "-o", "loop", image.toString(), directory.toString());
    return new Volume(directory, image.resolveSibling("frozen"));
  }

  /** Whether one can be: tried, for rights and devices are not all that it takes. */
  public static boolean canBeMounted() {
    try {
      Path directory = Files.createTempDirectory("probe");
      Path image = Files.createTempFile("probe", ".ext4");
      try {
        mount(directory, image, "4M");
        Shell.run("umount", directory.toString());
        return true;
      } catch (FaultsException e) {
        return false;
      } finally {
        Files.delete(image);
        Files.delete(directory);
      }
    } catch (IOException e) {
      return false;
    }
  }

  /** Takes all that is free. */
  public void fill() {
    // By halves: an exact amount may be refused for the file system's own needs.
    long free = mount.toFile().getUsableSpace();
    for (int part = 0; free > 4_096 && part < 64; part++) {
      Shell.succeeds(
          "fallocate", "-l", Long.toString(free), filler().resolve("part" + part).toString());
      long left = mount.toFile().getUsableSpace();
      free = left < free ? left : free / 2;
    }
    if (mount.toFile().getUsableSpace() > MOST_LEFT) {
      throw new FaultsException(
          "volume %s is not full: %d bytes are left"
              .formatted(mount, mount.toFile().getUsableSpace()));
    }
  }

  public void free() {
    Shell.run("rm", "-rf", mount.resolve("filler").toString());
  }

  public void readOnly(boolean on) {
    Shell.run("mount", "-o", on ? "remount,ro" : "remount,rw", mount.toString());
  }

  /** Whatever writes waits until it thaws. */
  public void freeze() {
    RunFolder.write(frozen, mount.toString());
    Shell.run("fsfreeze", "-f", mount.toString());
  }

  public void thaw() {
    Shell.run("fsfreeze", "-u", mount.toString());
    Shell.run("rm", "-f", frozen.toString());
  }

  /** Ends whatever of these is on. */
  void heal() {
    Shell.succeeds("fsfreeze", "-u", mount.toString());
    readOnly(false);
    free();
  }

  private Path filler() {
    try {
      return Files.createDirectories(mount.resolve("filler"));
    } catch (IOException e) {
      throw new FaultsException("volume " + mount + " cannot be filled: " + e.getMessage(), e);
    }
  }
}
