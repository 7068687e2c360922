package io.flinklstm.jobs.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import picocli.CommandLine;

/** What a command ended with and wrote. */
public record Invocation(int code, String out, String err) {

  public static Invocation of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine main = Main.commandLine();
    main.setOut(new PrintWriter(out));
    main.setErr(new PrintWriter(err));
    int code = main.execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    return new Invocation(code, out.toString(), err.toString());
  }

  String lastLine() {
    return out.lines().reduce("", (a, b) -> b);
  }
}
