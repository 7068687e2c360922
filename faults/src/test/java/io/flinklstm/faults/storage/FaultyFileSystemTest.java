package io.flinklstm.faults.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.runtime.state.filesystem.FsCheckpointMetadataOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultyFileSystemTest {

  @TempDir private Path folder;
  private Path control;
  private FileSystem files;

  @BeforeEach
  void makeOne() {
    control = folder.resolve("order");
    System.setProperty("faults.storage", control.toString());
    files = new FaultyFileSystemFactory().create(URI.create("faulty:///"));
  }

  @AfterEach
  void forget() {
    System.clearProperty("faults.storage");
  }

  private void write(byte[] bytes) throws IOException {
    org.apache.flink.core.fs.Path path =
        new org.apache.flink.core.fs.Path("faulty://" + folder.resolve("file"));
    try (FSDataOutputStream out = files.create(path, WriteMode.OVERWRITE)) {
      out.write(bytes);
    }
  }

  @Test
  void isALocalFileSystemWithoutAnOrder() throws IOException {
    write(new byte[100]);
    assertThat(Files.size(folder.resolve("file"))).isEqualTo(100);
  }

  @Test
  void failsAsLongAsItIsTold() throws IOException {
    Files.writeString(control, "eio 100");
    assertThatThrownBy(() -> write(new byte[100])).hasMessageContaining("on purpose");
    Files.delete(control);
    write(new byte[100]);
    assertThat(Files.size(folder.resolve("file"))).isEqualTo(100);
  }

  @Test
  void aCheckpointsMetadataFailsAsWell() throws IOException {
    Files.writeString(control, "eio 100");
    org.apache.flink.core.fs.Path checkpoint =
        new org.apache.flink.core.fs.Path("faulty://" + folder);
    assertThatThrownBy(
            () ->
                new FsCheckpointMetadataOutputStream(
                    files, new org.apache.flink.core.fs.Path(checkpoint, "_metadata"), checkpoint))
        .hasMessageContaining("on purpose");
  }

  @Test
  void writesAPartAndSaysSo() throws IOException {
    Files.writeString(control, "short 100");
    assertThatThrownBy(() -> write(new byte[100])).hasMessageContaining("50 of 100");
    assertThat(Files.size(folder.resolve("file"))).isEqualTo(50);
  }
}
