package io.flinklstm.models.keras;

import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.format.RawTensor;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The groups and arrays of an HDF5 file in memory. All nodes are visited once, by their children
 * alone, so that a link is met as a link and never followed.
 */
final class Hdf5 implements AutoCloseable {

  private static final int MAX_NODES = 10_000;
  private static final int MAX_DEPTH = 32;

  private final HdfFile file;
  private final Hdf5Bounds bounds;
  private final Map<String, Node> nodes = new HashMap<>();

  private Hdf5(HdfFile file, long bytes) {
    this.file = file;
    this.bounds = new Hdf5Bounds(bytes);
  }

  static boolean looksLike(byte[] start) {
    return start.length > 7
        && start[0] == (byte) 0x89
        && start[1] == 'H'
        && start[2] == 'D'
        && start[3] == 'F';
  }

  static Hdf5 of(byte[] bytes) {
    if (!looksLike(bytes)) {
      throw new ModelFormatException("HDF5", "no signature", "the bytes 89 48 44 46 first");
    }
    Hdf5 hdf5 = new Hdf5(guarded("HDF5", () -> HdfFile.fromBytes(bytes)), bytes.length);
    guarded("HDF5", hdf5::visit);
    return hdf5;
  }

  /** The library reports damage by exceptions of many kinds, and follows circles to no end. */
  private static <T> T guarded(String place, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (ModelFormatException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw new ModelFormatException(place, e.toString(), "a whole HDF5 file").because(e);
    }
  }

  private Boolean visit() {
    Deque<Group> open = new ArrayDeque<>();
    open.add(file);
    while (!open.isEmpty()) {
      for (Node node : open.remove().getChildren().values()) {
        String path = node.getPath();
        if (node.isLink()) {
          throw new ModelFormatException("HDF5 " + path, "a link", "groups and datasets alone");
        }
        nodes.put(path.replaceAll("^/|/$", ""), node);
        if (nodes.size() > MAX_NODES) {
          throw new ModelFormatException("HDF5", "more nodes", "at most " + MAX_NODES);
        }
        if (node instanceof Group group) {
          requireDepth(path);
          open.add(group);
        }
      }
    }
    return true;
  }

  /** Groups may hold themselves. */
  private static void requireDepth(String path) {
    if (path.chars().filter(c -> c == '/').count() > MAX_DEPTH) {
      throw new ModelFormatException(
          "HDF5 " + path, "groups in groups", "at most " + MAX_DEPTH + " levels");
    }
  }

  /** Whether there is a group or dataset. */
  boolean has(String path) {
    return nodes.containsKey(path);
  }

  /** The names of what lies directly in a group. */
  Set<String> children(String path) {
    Set<String> names = new TreeSet<>();
    String prefix = path.isEmpty() ? "" : path + "/";
    for (String node : nodes.keySet()) {
      if (node.startsWith(prefix) && node.indexOf('/', prefix.length()) < 0) {
        names.add(node.substring(prefix.length()));
      }
    }
    return names;
  }

  /** A text attribute, or null; the root's path is empty. */
  String text(String path, String attribute) {
    return guarded(
        "HDF5 attribute " + attribute,
        () -> attribute(path, attribute) instanceof String text ? text : null);
  }

  /** The texts of an attribute, also where it is split over several numbered ones. */
  List<String> texts(String path, String attribute) {
    List<String> all = new ArrayList<>();
    guarded(
        "HDF5 attribute " + attribute,
        () -> {
          add(all, attribute(path, attribute));
          for (int i = 0; i < MAX_NODES; i++) {
            Object part = attribute(path, attribute + i);
            if (part == null) {
              break;
            }
            add(all, part);
          }
          return all;
        });
    return all;
  }

  private static void add(List<String> all, Object value) {
    if (value instanceof String[] texts) {
      all.addAll(List.of(texts));
    } else if (value instanceof String text) {
      all.add(text);
    }
  }

  private Object attribute(String path, String name) {
    Node node = path.isEmpty() ? file : nodes.get(path);
    Attribute attribute = node == null ? null : node.getAttributes().get(name);
    if (attribute == null || attribute.isEmpty()) {
      return null;
    }
    bounds.require(name, attribute);
    return attribute.getData();
  }

  /** Reads an array of floating-point numbers, all of them finite in float32. */
  KerasArray array(String path) {
    if (!(nodes.get(path) instanceof Dataset dataset)) {
      throw new ModelFormatException("HDF5 " + path, "no dataset", "an array");
    }
    return guarded("HDF5 " + path, () -> array(path, dataset));
  }

  private KerasArray array(String path, Dataset dataset) {
    if (text(path, "dtype") != null) {
      throw new ModelFormatException(
          "HDF5 " + path, "a dataset of " + text(path, "dtype"), "float16, float32 or float64");
    }
    bounds.require(path, dataset);
    int[] shape = dataset.getDimensions();
    return new KerasArray(path, shape, RawTensor.requireFinite(path, floats(path, dataset)));
  }

  private static float[] floats(String path, Dataset dataset) {
    Object data = dataset.getDataFlat();
    if (data instanceof float[] floats) {
      return floats;
    } else if (data instanceof double[] doubles) {
      float[] floats = new float[doubles.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) doubles[i];
      }
      return floats;
    }
    throw new ModelFormatException(
        "HDF5 " + path, dataset.getJavaType().getSimpleName(), "floating-point numbers");
  }

  @Override
  public void close() {
    file.close();
  }
}
