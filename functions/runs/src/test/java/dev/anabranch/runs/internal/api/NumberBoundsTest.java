package dev.anabranch.runs.internal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.runs.internal.graph.RunRefused;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A number beyond its type is an error that names the field, in every position of an input. */
@SuppressWarnings("ArrayRecordComponent") // Arrays are positions too; the records are never compared.
final class NumberBoundsTest {

    record Bytes(byte v, Byte boxed, Optional<Byte> maybe, List<Byte> list, Map<String, Byte> map, byte[] none) {}

    record Shorts(
            short v, Short boxed, Optional<Short> maybe, List<Short> list, Map<String, Short> map, short[] array) {}

    record Ints(
            int v,
            Integer boxed,
            Optional<Integer> maybe,
            OptionalInt optional,
            List<Integer> list,
            Map<String, Integer> map,
            int[] array) {}

    record Longs(
            long v,
            Long boxed,
            Optional<Long> maybe,
            OptionalLong optional,
            List<Long> list,
            Map<String, Long> map,
            long[] array) {}

    record Floats(
            float v, Float boxed, Optional<Float> maybe, List<Float> list, Map<String, Float> map, float[] array) {}

    record Doubles(
            double v,
            Double boxed,
            Optional<Double> maybe,
            OptionalDouble optional,
            List<Double> list,
            Map<String, Double> map,
            double[] array) {}

    record Integers(BigInteger v, Optional<BigInteger> maybe, List<BigInteger> list, Map<String, BigInteger> map) {}

    record Decimals(BigDecimal v, Optional<BigDecimal> maybe, List<BigDecimal> list, Map<String, BigDecimal> map) {}

    private static final String HUGE = "1e9999999999";

    static Stream<Arguments> numbers() {
        return Stream.of(
                        of(Bytes.class, "-129", "256", "1.5", "1e400", HUGE, "-" + HUGE, "1e-9999999999"),
                        of(Shorts.class, "-32769", "32768", "1.5", "1e400", HUGE, "-" + HUGE, "1e-9999999999"),
                        of(Ints.class, "-2147483649", "2147483648", "1.5", "1e400", HUGE, "-" + HUGE, "1e-9999999999"),
                        of(
                                Longs.class,
                                "-9223372036854775809",
                                "9223372036854775808",
                                "1.5",
                                "1e400",
                                HUGE,
                                "-" + HUGE,
                                "1e-9999999999"),
                        of(Floats.class, "1e39", "-1e39", "1e400", HUGE, "-" + HUGE),
                        of(Doubles.class, "1e309", "-1e309", "1e400", HUGE, "-" + HUGE),
                        of(Integers.class, "1.5", HUGE, "-" + HUGE, "1e-9999999999"),
                        of(Decimals.class, HUGE, "-" + HUGE, "1e-9999999999"))
                .flatMap(cases -> cases);
    }

    /** Returns each number in each position of a type. */
    private static Stream<Arguments> of(Class<? extends Record> type, String... numbers) {
        return Stream.of(numbers)
                .flatMap(number -> Stream.concat(
                        Stream.of(type.getRecordComponents())
                                .filter(field -> !field.getName().equals("none"))
                                .map(field -> Arguments.of(
                                        type, place(field.getName(), number), pointer(field.getName()), number)),
                        Stream.of(Arguments.of(type.getRecordComponents()[1].getGenericType(), number, "", number))));
    }

    private static String place(String field, String number) {
        return "{'" + field + "': "
                + switch (field) {
                    case "list", "array" -> "[1, " + number + "]";
                    case "map" -> "{'a/b': " + number + "}";
                    default -> number;
                }
                + "}";
    }

    private static String pointer(String field) {
        return "/" + field
                + switch (field) {
                    case "list", "array" -> "/1";
                    case "map" -> "/a~1b";
                    default -> "";
                };
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("numbers")
    void numberBeyondItsTypeIsNamed(Type type, String input, String at, String number) {
        assertThatThrownBy(() -> new InputType(type).check(InputText.read(input.replace('\'', '"'))))
                .isInstanceOf(RunRefused.class)
                .satisfies(refused -> assertThat(
                                String.valueOf(refused.getMessage()).lines())
                        .anySatisfy(line -> assertThat(line)
                                .contains(at.isEmpty() ? "it is " : "`" + at + "` is ")
                                .containsPattern("must be .*number|must be .*digits")));
    }
}
