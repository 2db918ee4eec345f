package dev.anabranch.runtime.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.task.Blob;
import dev.anabranch.task.Outcome;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DecimalTypesTest {

    enum Color {
        RED
    }

    record Point(double x, Double y, OptionalDouble z, String name, Color color, UUID id, URI uri, Instant at) {}

    @SuppressWarnings("ArrayRecordComponent") // An array is a type too; the record is never compared.
    record Tree(Point at, Optional<Double> weight, Map<String, List<Tree>> children, Blob image, double[][] cells) {}

    record Price(String currency, List<Map<String, Optional<BigDecimal>>> amounts) {}

    record Page<T>(List<T> items) {}

    record Sold(Page<Price> prices) {}

    static class Open {
        public final double x = 1;
    }

    static Stream<TypeReference<?>> withoutDecimals() {
        return Stream.of(
                new TypeReference<Double>() {},
                new TypeReference<List<Float>>() {},
                new TypeReference<int[]>() {},
                new TypeReference<Void>() {},
                new TypeReference<Point>() {},
                new TypeReference<List<Tree>>() {},
                new TypeReference<Page<Point>>() {},
                new TypeReference<Page<Page<Double>>>() {});
    }

    static Stream<TypeReference<?>> perhapsWithDecimals() {
        return Stream.of(
                new TypeReference<BigDecimal>() {},
                new TypeReference<BigDecimal[]>() {},
                new TypeReference<Number>() {},
                new TypeReference<Object>() {},
                new TypeReference<JsonNode>() {},
                new TypeReference<List<?>>() {},
                new TypeReference<Price>() {},
                new TypeReference<Sold>() {},
                new TypeReference<Page<Page<BigDecimal>>>() {},
                new TypeReference<Outcome<BigDecimal>>() {},
                new TypeReference<Open>() {});
    }

    @ParameterizedTest
    @MethodSource
    void withoutDecimals(TypeReference<?> type) {
        assertThat(DecimalTypes.mayHoldDecimal(TaskJson.types().constructType(type)))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource
    void perhapsWithDecimals(TypeReference<?> type) {
        assertThat(DecimalTypes.mayHoldDecimal(TaskJson.types().constructType(type)))
                .isTrue();
    }
}
