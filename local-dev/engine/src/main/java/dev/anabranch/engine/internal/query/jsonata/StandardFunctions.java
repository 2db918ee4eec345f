package dev.anabranch.engine.internal.query.jsonata;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Utils;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSONata functions for which the library differs from JSONata 2.0.6, the version of Step Functions: another value, an
 * exception of Java instead of a JSONata error, or an error that does not name the function and argument.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html">Supported JSONata
 *     version</a>
 */
final class StandardFunctions {

    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([Ee][-+]?[0-9]+)?");
    private static final Pattern OTHER_RADIX = Pattern.compile("0(?:[xX]([0-9A-Fa-f]+)|[oO]([0-7]+)|[bB]([01]+))");
    private static final Pattern MOMENT = Pattern.compile(
            "\\d{4}(-[01]\\d(-[0-3]\\d)?)?" + "(T[0-2]\\d:[0-5]\\d:[0-5]\\d)?(\\.\\d+)?([+-][0-2]\\d:?[0-5]\\d|Z)?");
    private static final int[] RADIXES = {16, 8, 2};
    private static final int MONTH = "2017-11".length();

    /** The number from which JavaScript prints an exponent. */
    private static final double PLAIN = 1e21;

    private static final String URL_CHARACTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'();/?:@&=+$,#";

    private StandardFunctions() {}

    static void register(Jsonata expression) {
        register(expression, "sum", "<x:n>", arguments -> {
            List<?> numbers = arrayOf(Number.class, "numbers", "sum", arguments);
            return numbers == null ? null : Utils.convertNumber(sum(numbers));
        });
        register(expression, "average", "<x:n>", arguments -> {
            List<?> numbers = arrayOf(Number.class, "numbers", "average", arguments);
            return numbers == null || numbers.isEmpty() ? null : Utils.convertNumber(sum(numbers) / numbers.size());
        });
        register(expression, "max", "<x:n>", arguments -> largest("max", arguments, 1));
        register(expression, "min", "<x:n>", arguments -> largest("min", arguments, -1));
        register(expression, "merge", "<x:o>", arguments -> {
            List<?> objects = arrayOf(Map.class, "objects", "merge", arguments);
            return objects == null ? null : Functions.merge(objects);
        });
        register(expression, "number", "<(nsb)-:n>", arguments -> number(argument(arguments, 0)));
        register(expression, "substring", "<s-nn?:s>", StandardFunctions::substring);
        register(expression, "match", "<s-f<s:o>n?:a<o>>", StandardFunctions::match);
        register(expression, "replace", "<s-(sf)(sf)n?:s>", StandardFunctions::replace);
        register(expression, "string", "<x-b?:s>", StandardFunctions::string);
        register(expression, "count", "<x:n>", StandardFunctions::count);
        register(expression, "distinct", "<x:x>", StandardFunctions::distinct);
        register(expression, "formatNumber", "<n-so?:s>", StandardFunctions::formatNumber);
        register(expression, "formatBase", "<n-n?:s>", StandardFunctions::formatBase);
        register(expression, "encodeUrl", "<s-:s>", StandardFunctions::encodeUrl);
        register(expression, "decodeUrl", "<s-:s>", arguments -> decoded("decodeUrl", arguments));
        register(expression, "decodeUrlComponent", "<s-:s>", arguments -> decoded("decodeUrlComponent", arguments));
        register(expression, "toMillis", "<s-s?:n>", StandardFunctions::toMillis);
    }

    private interface Body {
        @Nullable
        Object apply(List<?> arguments) throws Throwable;
    }

    private static void register(Jsonata expression, String name, String signature, Body body) {
        expression.registerFunction(
                name, new Jsonata.JFunction((input, arguments) -> body.apply((List<?>) arguments), signature));
    }

    /** Adds from left to right in double precision, as JavaScript does. The library compensates rounding errors. */
    private static double sum(List<?> numbers) {
        double sum = 0;
        for (Object number : numbers) {
            sum += ((Number) number).doubleValue();
        }
        return sum;
    }

    private static @Nullable Number largest(String function, List<?> arguments, int direction) {
        List<?> numbers = arrayOf(Number.class, "numbers", function, arguments);
        if (numbers == null || numbers.isEmpty()) {
            return null;
        }
        double largest = direction * Double.NEGATIVE_INFINITY;
        for (Object number : numbers) {
            double value = ((Number) number).doubleValue();
            largest = direction > 0 ? Math.max(largest, value) : Math.min(largest, value);
        }
        return Utils.convertNumber(largest);
    }

    /** Returns the first argument as an array. A single value is an array of one element. */
    private static @Nullable List<?> arrayOf(Class<?> type, String types, String function, List<?> arguments) {
        Object argument = argument(arguments, 0);
        if (argument == null) {
            return null;
        }
        List<?> elements = argument instanceof List<?> list ? list : List.of(argument);
        if (elements.stream().allMatch(type::isInstance)) {
            return elements;
        }
        throw failure("T0412: Argument 1 of function \"" + function + "\" must be an array of \"" + types + "\"");
    }

    private static @Nullable Number number(@Nullable Object value) {
        if (value == null || value instanceof Number) {
            return (Number) value;
        } else if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        String text = String.valueOf(value);
        double number = Double.NaN;
        Matcher other = OTHER_RADIX.matcher(text);
        if (DECIMAL.matcher(text).matches()) {
            number = Double.parseDouble(text);
        } else if (other.matches()) {
            for (int i = 0; i < RADIXES.length; i++) {
                String digits = other.group(i + 1);
                number = digits == null ? number : new BigInteger(digits, RADIXES[i]).doubleValue();
            }
        }
        if (Double.isFinite(number)) {
            return Utils.convertNumber(number);
        }
        throw new JException("D3030", -1, value);
    }

    /** Counts code points, not UTF-16 units. */
    private static @Nullable String substring(List<?> arguments) {
        if (!(argument(arguments, 0) instanceof String text)) {
            return null;
        }
        int length = text.codePointCount(0, text.length());
        double start = decimal(arguments, 1);
        start = length + start < 0 ? 0 : start;
        double end = length;
        if (argument(arguments, 2) != null) {
            double count = decimal(arguments, 2);
            if (count <= 0) {
                return "";
            }
            end = (start >= 0 ? 0 : length) + start + count;
        }
        int from = position(start, length);
        int to = position(end, length);
        return from >= to ? "" : text.substring(text.offsetByCodePoints(0, from), text.offsetByCodePoints(0, to));
    }

    /** Returns the position of an index; a negative index counts from the end. */
    private static int position(double index, int length) {
        double whole = (double) (long) index;
        return (int) Math.max(0, Math.min(length, whole < 0 ? length + whole : whole));
    }

    private static @Nullable Object match(List<?> arguments) {
        if (!(argument(arguments, 0) instanceof String text)) {
            return null;
        }
        double limit = argument(arguments, 2) == null ? Double.POSITIVE_INFINITY : decimal(arguments, 2);
        if (limit < 0) {
            throw new JException("D3040", -1);
        }
        List<Object> matches = Utils.createSequence();
        if (argument(arguments, 1) instanceof Pattern pattern) {
            RegexMatches found = new RegexMatches(pattern, text);
            while (found.next() && matches.size() < limit) {
                matches.add(found.asResult());
            }
        }
        return matches;
    }

    private static @Nullable Object replace(List<?> arguments) throws Throwable {
        Object with = argument(arguments, 2);
        if (!(argument(arguments, 0) instanceof String text) || with == null) {
            return null;
        }
        return ReplaceFunction.in(text, argument(arguments, 1), with, (Number) argument(arguments, 3));
    }

    /**
     * Prints a number with 15 digits, and with an exponent only if it is very large or very small, as JavaScript does.
     */
    private static @Nullable Object string(List<?> arguments) {
        Object value = argument(arguments, 0);
        if (value == null) {
            return null;
        }
        EvaluationBounds.weigh(value);
        if (value instanceof Double number && Math.abs(number) >= 1 && Math.abs(number) < PLAIN) {
            return new BigDecimal(number, new MathContext(15))
                    .stripTrailingZeros()
                    .toPlainString();
        }
        return Functions.string(value, (Boolean) argument(arguments, 1));
    }

    /** Counts null as one value and undefined as none. */
    private static int count(List<?> arguments) {
        Object value = argument(arguments, 0);
        return value == null ? 0 : value instanceof List<?> elements ? elements.size() : 1;
    }

    private static @Nullable String decoded(String function, List<?> arguments) {
        if (!(argument(arguments, 0) instanceof String url)) {
            return null;
        }
        try {
            // Java's decoder decodes forms, in which a plus is a space.
            return URLDecoder.decode(url.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw malformed(function, url);
        }
    }

    private static JException malformed(String function, String url) {
        return failure("D3140: Malformed URL passed to $" + function + "(): " + JsonataValues.toNode(url));
    }

    /** Removes duplicates. The result for an array remains an array, also with a single element. */
    private static @Nullable Object distinct(List<?> arguments) {
        Object value = argument(arguments, 0);
        if (value == null) {
            return null;
        }
        EvaluationBounds.weigh(value);
        Object distinct = Functions.distinct(value);
        return distinct instanceof List<?> elements && !Utils.isSequence(value) ? new ArrayList<>(elements) : distinct;
    }

    /** Rounds the decimal number, not its binary approximation: 34.555 is 34.56. */
    private static @Nullable String formatNumber(List<?> arguments) {
        Object number = argument(arguments, 0);
        Number exact = number instanceof Double value && Double.isFinite(value)
                ? new BigDecimal(value.toString())
                : (Number) number;
        return Functions.formatNumber(exact, (String) argument(arguments, 1), (Map<?, ?>) argument(arguments, 2));
    }

    private static @Nullable String formatBase(List<?> arguments) {
        Number radix = (Number) argument(arguments, 1);
        Number whole = radix == null ? null : Utils.convertNumber(Math.rint(radix.doubleValue()));
        if (whole != null && (whole.doubleValue() < 2 || whole.doubleValue() > 36)) {
            throw failure(
                    "D3100: The radix of the formatBase function must be between 2 and 36.  It was given " + whole);
        }
        return Functions.formatBase((Number) argument(arguments, 0), whole);
    }

    private static @Nullable String encodeUrl(List<?> arguments) {
        if (!(argument(arguments, 0) instanceof String url)) {
            return null;
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(url)) {
            throw malformed("encodeUrl", url);
        }
        StringBuilder encoded = new StringBuilder();
        for (byte octet : url.getBytes(StandardCharsets.UTF_8)) {
            if (URL_CHARACTERS.indexOf((char) octet) >= 0) {
                encoded.append((char) octet);
            } else {
                encoded.append(String.format("%%%02X", octet));
            }
        }
        return encoded.toString();
    }

    private static @Nullable Object toMillis(List<?> arguments) throws Throwable {
        if (!(argument(arguments, 0) instanceof String moment)) {
            return null;
        }
        BoundedFunctions.picture(arguments, 1);
        if (argument(arguments, 1) == null && !MOMENT.matcher(moment).matches()) {
            throw new JException("D3110", -1, moment);
        }
        try {
            return Functions.dateTimeToMillis(
                    moment.length() == MONTH ? moment + "-01" : moment, (String) argument(arguments, 1));
        } catch (DateTimeException notMoment) {
            throw new JException("D3110", -1, moment);
        }
    }

    /**
     * Sorts in ascending order.
     *
     * @throws JException D3070 unless all elements are numbers or all are texts
     */
    static List<?> sorted(List<?> array) {
        if (array.size() <= 1) {
            return array;
        }
        List<Object> sorted = new ArrayList<>(array);
        if (array.stream().allMatch(Number.class::isInstance)) {
            sorted.sort(Comparator.comparingDouble(number -> ((Number) number).doubleValue()));
        } else if (array.stream().allMatch(String.class::isInstance)) {
            sorted.sort(Comparator.comparing(String.class::cast));
        } else {
            throw new JException("D3070", -1);
        }
        return sorted;
    }

    private static @Nullable Object argument(List<?> arguments, int index) {
        return index < arguments.size() ? arguments.get(index) : null;
    }

    private static double decimal(List<?> arguments, int index) {
        return argument(arguments, index) instanceof Number number ? number.doubleValue() : 0;
    }

    private static JException failure(String text) {
        return new JException(text, -1);
    }
}
