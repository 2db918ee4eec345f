package dev.anabranch.runs.internal.api;

import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.api.Problem.FieldError;
import dev.anabranch.runs.internal.api.Problem.Kind;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The query parameters of a request. Collects all errors; {@link #check} reports them together. */
final class QueryParameters {

    private static final int LONGEST = 8 * 1024;

    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<FieldError> errors = new ArrayList<>();

    private QueryParameters() {}

    /**
     * Parses a query.
     *
     * @param query the query without the question mark
     * @param known the names that the route accepts
     */
    static QueryParameters parse(String query, Set<String> known) {
        QueryParameters parsed = new QueryParameters();
        if (query.length() > LONGEST) {
            throw ProblemException.of(Kind.BAD_REQUEST, "The query has more than " + LONGEST + " characters.");
        }
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                parsed.add(pair, known);
            }
        }
        return parsed;
    }

    private void add(String pair, Set<String> known) {
        int equals = pair.indexOf('=');
        Optional<String> name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        Optional<String> value = decoded(equals < 0 ? "" : pair.substring(equals + 1));
        if (name.isEmpty() || value.isEmpty()) {
            errors.add(FieldError.query(
                    name.orElse(""),
                    "has an invalid escape, or is not UTF-8",
                    "percent-encoded UTF-8",
                    "Write a percent sign as %25."));
        } else if (!known.contains(name.get())) {
            errors.add(FieldError.query(
                    name.get(),
                    "is not a parameter of this request",
                    known.isEmpty() ? "absent: the request has no parameters" : "one of " + quoted(known),
                    "Remove it or correct its name."));
        } else if (values.putIfAbsent(name.get(), value.get()) != null) {
            errors.add(FieldError.query(name.get(), "is present twice", "present once", "Remove one of them."));
        }
    }

    private static Optional<String> decoded(String text) {
        return PercentText.decode(text.replace('+', ' '));
    }

    private static String quoted(Set<String> names) {
        return names.stream().sorted().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    /** Returns a parameter; reports an error if it is empty. */
    Optional<String> text(String name) {
        String value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value.isEmpty()) {
            errors.add(FieldError.query(name, "is empty", "some text", "Remove it or set a value."));
            return Optional.empty();
        }
        return Optional.of(value);
    }

    /** Returns a whole number; reports an error if it is out of bounds. */
    int number(String name, int least, int most, int otherwise) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value.matches("\\d{1,9}")) {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        String expected = "a whole number from " + least + " to " + most;
        errors.add(FieldError.query(name, "is `" + cut(value) + "`", expected, "Set it to " + expected + "."));
        return otherwise;
    }

    /** Returns a time of the years 0000 to 9999; empty if the parameter is absent. */
    Optional<Instant> time(String name) {
        String value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        try {
            if (value.matches("\\d{4}-.*")) {
                return Optional.of(OffsetDateTime.parse(value).toInstant());
            }
        } catch (DateTimeParseException e) {
            // The error below has the details.
        }
        errors.add(FieldError.query(
                name,
                "is `" + cut(value) + "`",
                "a time of RFC 3339, such as `2026-11-29T18:00:00Z`",
                "Write the date, a T, the time and the offset from UTC."));
        return Optional.empty();
    }

    /** Returns a boolean; false if the parameter is absent. */
    boolean flag(String name) {
        return flag(name, false);
    }

    /** Returns a boolean; {@code absent} if the parameter is absent. */
    boolean flag(String name, boolean absent) {
        String value = values.get(name);
        if (value == null) {
            return absent;
        }
        if (value.equals("false")) {
            return false;
        }
        if (!value.equals("true")) {
            errors.add(FieldError.query(
                    name,
                    "is `" + cut(value) + "`",
                    "`true` or `false`",
                    "Set `" + name + "=" + !absent + "`, or remove it."));
        }
        return true;
    }

    /** Returns one of the constants of an enum by its name, in any case. */
    <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        String value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(value.toUpperCase(Locale.ROOT))) {
                return Optional.of(constant);
            }
        }
        String expected = "one of "
                + Arrays.stream(type.getEnumConstants())
                        .map(constant -> "`" + constant + "`")
                        .collect(Collectors.joining(", "));
        errors.add(FieldError.query(name, "is `" + cut(value) + "`", expected, "Set it to " + expected + "."));
        return Optional.empty();
    }

    /** Returns ranges of indexes; empty if the parameter is absent. */
    List<IndexRange> ranges(String name) {
        try {
            return text(name).map(IndexRange::parse).orElse(List.of());
        } catch (IllegalArgumentException e) {
            errors.add(FieldError.query(
                    name,
                    "is `" + cut(values.getOrDefault(name, "")) + "`",
                    IndexRange.EXPECTED,
                    "Select the items by their indexes."));
            return List.of();
        }
    }

    /** Returns the indexes of an item, such as {@code 2.17}; empty if the parameter is absent. */
    List<Long> indexes(String name) {
        String value = text(name).orElse("");
        if (value.isEmpty()) {
            return List.of();
        }
        if (value.matches("\\d{1,9}(\\.\\d{1,9}){0,9}")) {
            return Arrays.stream(value.split("\\.")).map(Long::valueOf).toList();
        }
        errors.add(FieldError.query(
                name, "is `" + cut(value) + "`", "the indexes of an item, such as `2` or `2.17`", "Correct it."));
        return List.of();
    }

    /** Throws a {@link ProblemException} with all errors, if there are any. Call it after reading all parameters. */
    void check() {
        if (!errors.isEmpty()) {
            throw ProblemException.of(Kind.BAD_REQUEST, errors);
        }
    }

    static String cut(String value) {
        int most = 60;
        return value.codePointCount(0, value.length()) <= most
                ? value
                : value.substring(0, value.offsetByCodePoints(0, most)) + "...";
    }
}
