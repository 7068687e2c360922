package io.flinklstm.models.onnx;

import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.format.RawTensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an ONNX file holds.
 *
 * @param producer who wrote it
 * @param opset version of the operators
 * @param nodes in an order in which each uses only what comes before
 * @param initializers the weights by name
 * @param inputs what the user gives: names, and known sizes (-1 where open)
 * @param outputs names of the results
 */
record OnnxGraph(
    String producer,
    long opset,
    List<OnnxNode> nodes,
    Map<String, RawTensor> initializers,
    Map<String, int[]> inputs,
    List<String> outputs) {

  private static final int MAX_NODES = 100_000;

  static OnnxGraph read(ByteBuffer file, ExternalData files) {
    Protobuf in = new Protobuf("model", file);
    String producer = "";
    long opset = 0;
    OnnxGraph graph = null;
    while (in.next()) {
      switch (in.number()) {
        case 2 -> producer = in.text();
        case 7 -> graph = graph(in.message("graph"), files);
        case 8 -> opset = Math.max(opset, opset(in.message("opset")));
        case 25 -> throw new ModelFormatException("model", "own functions", "plain operators");
        default -> in.skip();
      }
    }
    if (graph == null || opset < 7 || opset > 1000) {
      throw new ModelFormatException(
          "model", graph == null ? "no graph" : "opset " + opset, "an ONNX graph of opset 7 or up");
    }
    graph.inputs.keySet().removeAll(graph.initializers.keySet());
    return new OnnxGraph(
        producer, opset, graph.nodes, graph.initializers, graph.inputs, graph.outputs);
  }

  private static long opset(Protobuf in) {
    String domain = "";
    long version = 0;
    while (in.next()) {
      switch (in.number()) {
        case 1 -> domain = in.text();
        case 2 -> version = in.whole();
        default -> in.skip();
      }
    }
    return isStandard(domain) ? version : 0;
  }

  static boolean isStandard(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  private static OnnxGraph graph(Protobuf in, ExternalData files) {
    OnnxGraph graph =
        new OnnxGraph(
            "",
            0,
            new ArrayList<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new ArrayList<>());
    while (in.next()) {
      switch (in.number()) {
        case 1 -> graph.node(OnnxNode.read(in.message("node"), files));
        case 5 -> graph.initializer(OnnxTensor.read(in.message("initializer"), files));
        case 11 -> graph.input(in.message("input"));
        case 12 -> graph.outputs.add(name(in.message("output")));
        case 15 ->
            throw new ModelFormatException("graph", "sparse initializers", "dense initializers");
        default -> in.skip();
      }
    }
    return graph;
  }

  private void node(OnnxNode node) {
    if (nodes.size() == MAX_NODES) {
      throw new ModelFormatException("graph", "more nodes", "at most " + MAX_NODES);
    }
    nodes.add(node);
  }

  private void initializer(RawTensor tensor) {
    if (initializers.put(tensor.name(), tensor) != null) {
      throw new ModelFormatException("graph", "two initializers " + tensor.name(), "one");
    }
  }

  private static String name(Protobuf value) {
    String name = "";
    while (value.next()) {
      if (value.number() == 1) {
        name = value.text();
      } else {
        value.skip();
      }
    }
    return name;
  }

  private void input(Protobuf value) {
    String name = "";
    List<Integer> sizes = new ArrayList<>();
    while (value.next()) {
      switch (value.number()) {
        case 1 -> name = value.text();
        case 2 -> type(value.message("type"), sizes);
        default -> value.skip();
      }
    }
    inputs.put(name, sizes.stream().mapToInt(Integer::intValue).toArray());
  }

  private static void type(Protobuf type, List<Integer> sizes) {
    for (Protobuf tensor : within(type, 1)) {
      for (Protobuf shape : within(tensor, 2)) {
        for (Protobuf dim : within(shape, 1)) {
          sizes.add(size(dim));
        }
      }
    }
  }

  private static List<Protobuf> within(Protobuf message, int number) {
    List<Protobuf> found = new ArrayList<>();
    while (message.next()) {
      if (message.number() == number) {
        found.add(message.message("type"));
      } else {
        message.skip();
      }
    }
    return found;
  }

  private static int size(Protobuf dim) {
    int size = -1;
    while (dim.next()) {
      if (dim.number() == 1) {
        size = (int) Math.max(-1, Math.min(Integer.MAX_VALUE, dim.whole()));
      } else {
        dim.skip();
      }
    }
    return size;
  }
}
