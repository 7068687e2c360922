package io.flinklstm.jobs.onnx;

import io.flinklstm.jobs.StartupException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One model in ONNX Runtime, whose jar of natives is too large to bring for an option. */
final class OnnxRuntime implements AutoCloseable {

  private static final String PACKAGE = "ai.onnxruntime.";
  private static final String VERSION = "1.29.0";
  private static final Class<?>[] NONE = {};
  // Each loader unpacks the natives anew, which takes a second.
  private static final Map<Path, ClassLoader> LOADERS = new ConcurrentHashMap<>();

  /** What an input takes; sizes that are open are -1. */
  record Input(String type, long[] shape) {}

  /** An array that the runtime gave. */
  record Output(long[] shape, float[] values) {}

  private final ClassLoader loader;
  private final Object environment;
  private final Object session;

  private OnnxRuntime(ClassLoader loader, Path model) {
    this.loader = loader;
    this.environment = call(type("OrtEnvironment"), null, "getEnvironment", NONE);
    this.session =
        call(
            type("OrtEnvironment"),
            environment,
            "createSession",
            new Class<?>[] {String.class},
            model.toString());
  }

  /**
   * Opens a model.
   *
   * @param jar of ONNX Runtime; empty to look on the class path
   * @throws StartupException where there is no such jar, or it refuses the model
   */
  static OnnxRuntime open(Path model, Optional<Path> jar) {
    return new OnnxRuntime(
        jar.map(j -> LOADERS.computeIfAbsent(j, OnnxRuntime::loader))
            .orElseGet(OnnxRuntime::classPath),
        model);
  }

  private static ClassLoader classPath() {
    return requireRuntime(OnnxRuntime.class.getClassLoader(), "on the class path");
  }

  private static ClassLoader loader(Path jar) {
    try {
      URL[] urls = {jar.toUri().toURL()};
      ClassLoader parent = OnnxRuntime.class.getClassLoader();
      return requireRuntime(new URLClassLoader(urls, parent), "in " + jar);
    } catch (IOException e) {
      throw new StartupException("jar " + jar + " cannot be read (" + e + ")", e);
    }
  }

  private static ClassLoader requireRuntime(ClassLoader loader, String place) {
    try {
      Class.forName(PACKAGE + "OrtEnvironment", false, loader);
      return loader;
    } catch (ClassNotFoundException e) {
      throw new StartupException(
          "ONNX Runtime: found none "
              + place
              + ", expected its jar; fetch it by \"mvn dependency:copy"
              + " -Dartifact=com.microsoft.onnxruntime:onnxruntime:"
              + VERSION
              + " -DoutputDirectory=.\" and say --runtime onnxruntime-"
              + VERSION
              + ".jar",
          e);
    }
  }

  /** The runtime's own version. */
  String version() {
    return (String) call(environment, "getVersion");
  }

  /** What the model takes, in its order. */
  Map<String, Input> inputs() {
    Map<String, Input> inputs = new LinkedHashMap<>();
    ((Map<?, ?>) call(session, "getInputInfo"))
        .forEach(
            (name, node) -> {
              Object info = call(node, "getInfo");
              inputs.put((String) name, new Input(elementType(info), shape(info)));
            });
    return inputs;
  }

  private static String elementType(Object info) {
    try {
      return info.getClass().getField("type").get(info).toString();
    } catch (ReflectiveOperationException e) {
      throw new StartupException("ONNX Runtime: an input is no tensor (" + info + ")", e);
    }
  }

  private static long[] shape(Object info) {
    return (long[]) call(info, "getShape");
  }

  /** A tensor that {@link #run} takes. */
  Object tensor(Buffer values, long[] shape) {
    Class<?> buffer =
        values instanceof FloatBuffer
            ? FloatBuffer.class
            : values instanceof LongBuffer ? LongBuffer.class : IntBuffer.class;
    Class<?>[] types = {type("OrtEnvironment"), buffer, long[].class};
    return call(type("OnnxTensor"), null, "createTensor", types, environment, values, shape);
  }

  /** Runs the model; the results that are float32 arrays, in the model's order. */
  Map<String, Output> run(Map<String, Object> tensors) {
    Map<String, Output> outputs = new LinkedHashMap<>();
    Class<?>[] types = {Map.class};
    Object results = call(type("OrtSession"), session, "run", types, tensors);
    for (Object result : (Iterable<?>) results) {
      Map.Entry<?, ?> entry = (Map.Entry<?, ?>) result;
      FloatBuffer buffer = (FloatBuffer) call(entry.getValue(), "getFloatBuffer");
      float[] values = new float[buffer.remaining()];
      buffer.get(values);
      long[] shape = shape(call(entry.getValue(), "getInfo"));
      outputs.put((String) entry.getKey(), new Output(shape, values));
    }
    return outputs;
  }

  @Override
  public void close() {
    call(session, "close");
  }

  private Class<?> type(String name) {
    try {
      return Class.forName(PACKAGE + name, true, loader);
    } catch (ClassNotFoundException e) {
      throw new StartupException("ONNX Runtime has no class " + e.getMessage(), e);
    }
  }

  private static Object call(Object target, String name) {
    return call(target.getClass(), target, name, NONE);
  }

  private static Object call(
      Class<?> type, Object target, String name, Class<?>[] types, Object... arguments) {
    try {
      return type.getMethod(name, types).invoke(target, arguments);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw new StartupException("ONNX Runtime refuses: " + cause.getMessage(), cause);
    } catch (ReflectiveOperationException e) {
      throw new StartupException("ONNX Runtime: found another version (" + e + ")", e);
    }
  }
}
