package io.flinklstm.jobs;

import java.util.List;

/**
 * Files of events that a pipeline reads before its topic, or instead of it. One task reads them, in
 * the order of their paths, so that a key's events keep theirs.
 *
 * @param files of events, one a line, or directories of them; any file system that Flink knows
 * @param only whether the job ends with the files, in batch execution, and reads no topic
 */
public record History(List<String> files, boolean only) {

  public History {
    if (files.isEmpty()) {
      throw new StartupException("the history has no files; name one or more, or leave it out");
    }
  }
}
