package io.flinklstm.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchCommandTest {

  @ParameterizedTest
  @CsvSource({
    "http://host:8081, http://host:8081",
    "http://host:8081/, http://host:8081",
    "http://host:8081/#/overview, http://host:8081",
    "https://host/flink/?a=b#/job/running, https://host/flink",
  })
  void flinksAddressIsTakenAsABrowserShowsIt(URI given, URI root) {
    assertThat(WatchCommand.root(given)).isEqualTo(root);
  }
}
