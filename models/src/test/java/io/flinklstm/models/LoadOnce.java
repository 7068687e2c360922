package io.flinklstm.models;

import io.flinklstm.core.Network;
import java.io.IOException;
import java.nio.file.Path;

/** Loads a bundle as a task does, in a JVM of its own; prints what it has got. */
final class LoadOnce {

  private LoadOnce() {}

  public static void main(String[] args) throws IOException {
    Network network = new BundleFile(Path.of(args[0])).load();
    System.out.println(Fingerprint.text(network.fingerprint()));
  }
}
