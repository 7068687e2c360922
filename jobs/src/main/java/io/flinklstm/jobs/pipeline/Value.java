package io.flinklstm.jobs.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A value in a YAML file, which knows its line. Text stands for what it refers to. */
record Value(Node node, Substitution substitution) {

  /** A named value. */
  record Entry(String name, Value value) {}

  /** Line in the file, from 1; 0 where it is in none. */
  int line() {
    return node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1;
  }

  /** The text of a scalar; empty for anything else, and for null. */
  Optional<String> text() {
    return node instanceof ScalarNode scalar && !node.getTag().equals(Tag.NULL)
        ? Optional.of(substitution.apply(scalar.getValue()))
        : Optional.empty();
  }

  /** The elements of a list; anything else is a list of itself. */
  List<Value> elements() {
    return node instanceof SequenceNode list
        ? list.getValue().stream().map(element -> new Value(element, substitution)).toList()
        : List.of(this);
  }

  /** The entries of a mapping, or empty for anything else. */
  Optional<List<Entry>> entries() {
    if (!(node instanceof MappingNode mapping)) {
      return Optional.empty();
    }
    List<Entry> entries = new ArrayList<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String name = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
      entries.add(new Entry(name, new Value(tuple.getValueNode(), substitution)));
    }
    return Optional.of(entries);
  }

  /** As an error shows it: as it is written, so that what it refers to stays secret. */
  String shown() {
    if (node instanceof ScalarNode scalar) {
      return node.getTag().equals(Tag.NULL) ? "nothing" : '"' + scalar.getValue() + '"';
    }
    return node instanceof SequenceNode ? "a list" : "a mapping";
  }
}
