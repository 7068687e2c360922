package io.flinklstm.faults.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamageTest {

  private static final String STACK =
      """
      	at org.apache.flink.streaming.runtime.tasks.StreamTask.restoreInternal(StreamTask.java:1)
      	at org.apache.flink.runtime.taskmanager.Task.restoreAndInvoke(Task.java:1)
      """;

  @TempDir private Path folder;

  @Test
  void filesAreDamagedAndMended() throws IOException {
    Path file = Files.write(folder.resolve("state"), new byte[4_096]);
    for (Damage damage : Damage.values()) {
      try (Damage.Undo undo = damage.of(folder)) {
        assertThat(undo.files()).isOne();
        assertThat(Files.readAllBytes(file)).isNotEqualTo(new byte[4_096]);
      }
      assertThat(Files.readAllBytes(file)).isEqualTo(new byte[4_096]);
    }
  }

  @Test
  void aTaskThatFailsOfSomethingElseHasNotMetTheDamage() {
    assertThat(Damage.isNamedIn("java.util.concurrent.TimeoutException: Heartbeat\n" + STACK))
        .isFalse();
  }

  @Test
  void aRestoreThatFailsHas() {
    assertThat(
            Damage.isNamedIn(
                "java.lang.Exception: Exception while creating StreamOperatorStateContext.\n"
                    + STACK))
        .isTrue();
    assertThat(
            Damage.isNamedIn(
                "org.apache.flink.util.FlinkException: Could not restore keyed state backend for x"
                    + " from any of the 1 provided restore options.\n"
                    + STACK))
        .isTrue();
    assertThat(Damage.isNamedIn("org.rocksdb.RocksDBException: block checksum mismatch")).isTrue();
  }
}
