package dev.anabranch.cli.internal.project;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The compile errors in the output of Maven or Gradle. Maven prints an error twice, and both surround errors with messages
 * about the build.
 */
final class BuildErrors {

    private static final Pattern COLOR = Pattern.compile("\u001b\\[[0-9;]*m");
    private static final Pattern LEVEL = Pattern.compile("^\\[ERROR\\] ");

    /**
     * {@code /rivers/Greet.java:[7,2] text}, {@code /rivers/Greet.java:7: error: text}, {@code e: file:///rivers/Greet.kt:7:2 text},
     * or a warning: {@code /rivers/Greet.java:7: warning: text}, {@code w: file:///rivers/Greet.kt:7:2 text}.
     */
    private static final Pattern MESSAGE = Pattern.compile(
            "^(?<level>[ew]: )?(?<scheme>file://)?(?<file>(?:/|[A-Za-z]:[/\\\\]).*?\\.(?:java|kt)):(?:\\[(?<bracketed>\\d+),\\d+\\]|(?<plain>\\d+):(?:\\d+)?) ?(?<kind>error: |warning: )?(?<text>.+)$");

    /** Lines that belong to an error of javac. */
    private static final Pattern DETAIL = Pattern.compile("^ {2,}(symbol|location|required|found|reason): .*$");

    private BuildErrors() {}

    /**
     * Returns each error once, with its file and line.
     *
     * @return the whole output as one error if it has no compile errors
     */
    static List<String> of(Path project, String output) {
        Set<String> errors = new LinkedHashSet<>();
        @Nullable String last = null;
        List<String> lines = output.lines()
                .map(line -> LEVEL.matcher(COLOR.matcher(line).replaceAll("")).replaceFirst(""))
                .toList();
        for (String line : lines) {
            Matcher message = MESSAGE.matcher(line);
            if (message.matches()) {
                if (last != null) {
                    errors.add(last);
                }
                last = isWarning(message) ? null : error(project, message);
            } else if (last != null && DETAIL.matcher(line).matches()) {
                last += "\n" + line;
            }
        }
        if (last != null) {
            errors.add(last);
        }
        return errors.isEmpty() ? List.of(whole(lines)) : new ArrayList<>(errors);
    }

    private static boolean isWarning(Matcher message) {
        return "w: ".equals(message.group("level")) || "warning: ".equals(message.group("kind"));
    }

    private static String error(Path project, Matcher message) {
        Path file = file(message);
        String number = message.group("bracketed") == null ? message.group("plain") : message.group("bracketed");
        return (file.startsWith(project) ? project.relativize(file) : file) + ":" + number + ": "
                + message.group("text");
    }

    private static Path file(Matcher message) {
        String file = message.group("file");
        if (message.group("scheme") == null) {
            return Path.of(file);
        }
        try {
            return Path.of(URI.create("file://" + file));
        } catch (IllegalArgumentException notEncoded) {
            return Path.of(file);
        }
    }

    /** Without the hints about options of the build. */
    private static String whole(List<String> lines) {
        return String.join(
                        "\n",
                        lines.stream()
                                .takeWhile(line -> !line.contains("[Help 1]") && !line.startsWith("* Try:"))
                                .toList())
                .strip();
    }
}
