package io.flinklstm.jobs.record;

/**
 * Makes an event of a record's bytes. Strict where a lenient reading would change numbers in
 * silence; what nobody asks for is skipped. Owned by one thread.
 */
interface EventParser {

  static EventParser of(Layout layout) {
    return layout.format() instanceof RecordFormat.Csv csv
        ? new CsvEventParser(layout, csv.columns())
        : new JsonEventParser(layout);
  }

  /**
   * Reads one record.
   *
   * @throws UnreadableException where it is no event
   */
  Event parse(byte[] document, Origin origin) throws UnreadableException;
}
