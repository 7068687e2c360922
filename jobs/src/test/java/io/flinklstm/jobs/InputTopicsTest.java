package io.flinklstm.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.jobs.InputTopics.Matching;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;

class InputTopicsTest {

  private static final List<String> TOPICS =
      List.of("readings", "other", "_readings", "__readings", "__consumer_offsets");

  @Test
  void theSourceReadsTheTopicsThatAreSaidToBeRead() {
    for (String pattern : List.of(".*", "readings|.*offsets", "_*readings", "(?i)READINGS")) {
      Matching matching = new Matching(pattern);
      assertThat(TOPICS)
          .as(pattern)
          .allSatisfy(
              topic ->
                  assertThat(matching.whole().matcher(topic).matches())
                      .isEqualTo(matching.include(topic)));
    }
  }

  @Test
  void topicsOfKafkasOwnAreNeverAmongThem() {
    assertThat(new Matching(".*").among(TOPICS)).containsExactly("_readings", "other", "readings");
    assertThat(new Matching("readings|.*offsets").among(TOPICS)).containsExactly("readings");
    assertThat(new Matching("_*readings").among(TOPICS)).containsExactly("_readings", "readings");
  }

  @Test
  void whatIsNoExpressionOfItsOwnIsRefused() {
    for (String pattern : List.of("a)|(?:b", "(", "\\Qa", "(?x) a # b")) {
      assertThatThrownBy(() -> new Matching(pattern))
          .as(pattern)
          .isInstanceOf(PatternSyntaxException.class);
    }
  }
}
