package io.flinklstm.jobs.watch;

import java.util.Map;
import java.util.TreeMap;

/** What does not work at present, by what it is about, in sentences for a person. */
final class Trouble {

  private final Map<String, String> sentences = new TreeMap<>();

  synchronized void report(String about, String sentence) {
    sentences.put(about, sentence);
  }

  synchronized void over(String about) {
    sentences.remove(about);
  }

  synchronized Map<String, String> now() {
    return Map.copyOf(sentences);
  }
}
