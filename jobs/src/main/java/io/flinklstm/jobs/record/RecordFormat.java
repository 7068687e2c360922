package io.flinklstm.jobs.record;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the bytes of a record are. */
public sealed interface RecordFormat extends Serializable {

  /** What a record has to be, as errors name it. */
  String expected();

  /** Whether the first line of a file only names what is in the others. */
  default boolean isHeading(byte[] line) {
    return false;
  }

  /** A JSON document a record. */
  record Json() implements RecordFormat {
    @Override
    public String expected() {
      return "a JSON object";
    }
  }

  /**
   * A line of values a record.
   *
   * @param columns their names, in order
   */
  record Csv(List<String> columns) implements RecordFormat {

    public Csv {
      columns = List.copyOf(columns);
    }

    @Override
    public String expected() {
      return "a line of CSV";
    }

    @Override
    public boolean isHeading(byte[] line) {
      String names = new String(line, StandardCharsets.UTF_8).stripTrailing();
      return names.equals(String.join(",", columns));
    }
  }
}
