package io.flinklstm.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.operators.result.Rejected;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The names of the metrics are promises: what is not told is none. */
class LstmMetricsTest {

  @Test
  void everyNameIsInTheHandbook() throws Exception {
    String handbook = Files.readString(Path.of("../docs/operating.md"));
    assertThat(names()).hasSizeGreaterThan(8);
    assertThat(names()).allSatisfy(name -> assertThat(handbook).contains("`" + name + "`"));
  }

  @Test
  void everyReasonAndEveryCauseIsInTheHandbook() throws Exception {
    String handbook = Files.readString(Path.of("../docs/operating.md"));
    assertThat(Stream.of(Rejected.Reason.values(), FlushCause.values()).flatMap(Arrays::stream))
        .extracting(value -> value.name().toLowerCase(Locale.ROOT))
        .allSatisfy(name -> assertThat(handbook).contains("`" + name + "`"));
  }

  private static List<String> names() {
    return Arrays.stream(LstmMetrics.class.getFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()))
        .map(LstmMetricsTest::value)
        .toList();
  }

  private static String value(Field field) {
    try {
      return (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
