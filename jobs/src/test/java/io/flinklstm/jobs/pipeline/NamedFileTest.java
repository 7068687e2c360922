package io.flinklstm.jobs.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.jobs.ServedFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files by path, web address and URI. */
class NamedFileTest {

  @TempDir private Path folder;

  private NamedFile named(String name) {
    return new NamedFile(folder, name);
  }

  @Test
  void aPathBeginsAtTheFolderAndAFileUriIsAPath() throws IOException {
    Path file = folder.resolve("a b.bin");
    Files.writeString(file, "hello");
    assertThat(named("a b.bin").read(5)).isEqualTo("hello".getBytes(UTF_8));
    assertThat(named(file.toString()).read(5)).isEqualTo("hello".getBytes(UTF_8));
    NamedFile uri = named(file.toUri().toString());
    assertThat(uri.read(5)).isEqualTo("hello".getBytes(UTF_8));
    assertThat(uri.path()).contains(file);
    assertThatThrownBy(() -> named("a b.bin").read(4)).hasMessage("5 bytes, more than 4");
    assertThatThrownBy(() -> named("gone").read(4)).isInstanceOf(IOException.class);
  }

  @Test
  void aWebAddressIsDownloadedWithinBounds() throws IOException {
    try (ServedFile served = new ServedFile("/models/pump.onnx", "hello".getBytes(UTF_8))) {
      String address = served.address() + "?sig=secret";
      NamedFile file = named(address);
      assertThat(file.read(5)).isEqualTo("hello".getBytes(UTF_8));
      assertThat(file.path()).isEmpty();
      assertThat(file.last()).hasToString("pump.onnx");
      assertThatThrownBy(() -> file.read(4)).hasMessage("more than 4 bytes");
      assertThatThrownBy(() -> named(address.replace("/models", "/none")).read(4))
          .hasMessage("the server answers 404");
      served.close();
      assertThatThrownBy(() -> named(address).read(4)).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://host/?id=3, host",
    "https://host, host",
    "https://host/models/pump.onnx?sig=secret, pump.onnx",
    "https://host/models/, models",
    "jar:file:secret, jar"
  })
  void anAddressWithoutAFileHasANameToo(String address, String name) {
    assertThat(named(address).last()).hasToString(name);
  }

  @Test
  void aServerThatStopsInTheMiddleIsNotWaitedForForEver() throws Exception {
    CountDownLatch judged = new CountDownLatch(1);
    try (ServedFile stalling = new ServedFile("/pump", "half".getBytes(UTF_8), judged::await)) {
      Download download = new Download(URI.create(stalling.address()), 100, Duration.ofMillis(500));
      try {
        assertThatThrownBy(download::read)
            .isInstanceOf(IOException.class)
            .hasMessage("the server has not sent all of it within 500 ms");
      } finally {
        judged.countDown(); // the server ends once it has answered
      }
    }
  }

  @Test
  void anAddressThatIsNoneIsNotQuoted() {
    assertThatThrownBy(() -> named("https://host/pump onnx?sig=secret").read(4))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("neither a path nor a URI")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3://models/pump.onnx    | no file system for s3: here; put flink-s3-fs-hadoop into a folder",
        "gs://models/pump.onnx    | put flink-gs-fs-hadoop into",
        "abfss://models/pump.onnx | put flink-azure-fs-hadoop into",
        "hdfs://name/pump.onnx    | no file system for hdfs: here; set HADOOP_CLASSPATH",
        "ftp://host/pump.onnx     | no file system for ftp: here; give a path, http, https, hdfs or",
        "s3://models/pump onnx    | neither a path nor a URI",
      })
  void aSchemeWithoutItsPluginIsSaidWithTheRemedy(String uri, String said) {
    assertThatThrownBy(() -> named(uri).read(4))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(said);
  }
}
