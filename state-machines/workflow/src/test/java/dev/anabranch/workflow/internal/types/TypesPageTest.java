package dev.anabranch.workflow.internal.types;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.task.Blob;
import dev.anabranch.task.Outcome;
import dev.anabranch.workflow.internal.types.TypeProblems.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * TYPES.md lists exactly the types that are tried here, with the JSON that they have or the reason for which they are
 * refused.
 */
final class TypesPageTest {

    private static final Path PAGE = Path.of("TYPES.md");

    /** A row of a table: a type in backticks, then JSON in backticks or a reason. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^|]+)` \\| (.+?) \\|(?: .+ \\|)?$");

    private record Row<T>(Type type, @Nullable T value) {}

    private static <T> Row<T> of(TypeReference<T> type, @Nullable T value) {
        return new Row<>(type.getType(), value);
    }

    record Tile(int row, List<String> bands) {}

    record Tree(String name, List<Tree> children) {}

    record Page<T>(List<T> items) {}

    record Named(Optional<String> name) {}

    enum Band {
        RED,
        NIR
    }

    /** A class with getters and a constructor for its fields. */
    public static final class Point {
        private final int x;

        @JsonCreator
        Point(@JsonProperty("x") int x) {
            this.x = x;
        }

        public int getX() {
            return x;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Point point && point.x == x;
        }

        @Override
        public int hashCode() {
            return x;
        }
    }

    /** A class that is written as its only field. */
    public static final class OrderId {
        private final String text;

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        OrderId(String text) {
            this.text = text;
        }

        @JsonValue
        public String text() {
            return text;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof OrderId id && id.text.equals(text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Circle.class, name = "circle"),
        @JsonSubTypes.Type(value = Square.class, name = "square")
    })
    sealed interface Shape permits Circle, Square {}

    record Circle(int radius) implements Shape {}

    record Square(int side) implements Shape {}

    private static final Map<String, Row<?>> TRAVEL = Map.ofEntries(
            Map.entry("String", of(new TypeReference<String>() {}, "a")),
            Map.entry("Integer", of(new TypeReference<Integer>() {}, 1)),
            Map.entry("long", new Row<>(long.class, 1L)),
            Map.entry("Double", of(new TypeReference<Double>() {}, 1.5)),
            Map.entry("boolean", new Row<>(boolean.class, true)),
            Map.entry("char", new Row<>(char.class, 'a')),
            Map.entry("BigDecimal", of(new TypeReference<BigDecimal>() {}, new BigDecimal("1.10"))),
            Map.entry("BigInteger", of(new TypeReference<BigInteger>() {}, new BigInteger("36893488147419103232"))),
            Map.entry("byte[]", of(new TypeReference<byte[]>() {}, new byte[] {1, 2})),
            Map.entry("enum Band { RED, NIR }", of(new TypeReference<Band>() {}, Band.NIR)),
            Map.entry("UUID", of(new TypeReference<UUID>() {}, new UUID(0, 1))),
            Map.entry("URI", of(new TypeReference<URI>() {}, URI.create("s3://a/b"))),
            Map.entry("Instant", of(new TypeReference<Instant>() {}, Instant.EPOCH)),
            Map.entry("LocalDate", of(new TypeReference<LocalDate>() {}, LocalDate.EPOCH)),
            Map.entry(
                    "ZonedDateTime",
                    of(
                            new TypeReference<ZonedDateTime>() {},
                            ZonedDateTime.parse("2026-03-29T01:30:00+01:00[Europe/Paris]"))),
            Map.entry("Duration", of(new TypeReference<Duration>() {}, Duration.ofMinutes(5))),
            Map.entry("Void", of(new TypeReference<Void>() {}, null)),
            Map.entry("List<Tile>", of(new TypeReference<List<Tile>>() {}, List.of(new Tile(1, List.of("red"))))),
            Map.entry("Set<String>", of(new TypeReference<Set<String>>() {}, Set.of("a"))),
            Map.entry("int[]", of(new TypeReference<int[]>() {}, new int[] {1, 2})),
            Map.entry("Map<String, Integer>", of(new TypeReference<Map<String, Integer>>() {}, Map.of("a", 1))),
            Map.entry(
                    "Map<LocalDate, Integer>",
                    of(new TypeReference<Map<LocalDate, Integer>>() {}, Map.of(LocalDate.EPOCH, 1))),
            Map.entry(
                    "record Tile(int row, List<String> bands)",
                    of(new TypeReference<Tile>() {}, new Tile(1, List.of("red")))),
            Map.entry(
                    "record Tree(String name, List<Tree> children)",
                    of(new TypeReference<Tree>() {}, new Tree("a", List.of(new Tree("b", List.of()))))),
            Map.entry(
                    "Page<String> of record Page<T>(List<T> items)",
                    of(new TypeReference<Page<String>>() {}, new Page<>(List.of("a")))),
            Map.entry(
                    "record Named(Optional<String> name)",
                    of(new TypeReference<Named>() {}, new Named(Optional.empty()))),
            Map.entry(
                    "List<Optional<String>>",
                    of(new TypeReference<List<Optional<String>>>() {}, List.of(Optional.of("a"), Optional.empty()))),
            Map.entry("class Point", of(new TypeReference<Point>() {}, new Point(1))),
            Map.entry("class OrderId", of(new TypeReference<OrderId>() {}, new OrderId("a"))),
            Map.entry("sealed interface Shape", of(new TypeReference<Shape>() {}, new Circle(1))),
            Map.entry("Blob", of(new TypeReference<Blob>() {}, new Blob("a.png", "image/png", 7, "k"))),
            Map.entry("Outcome<Integer>", of(new TypeReference<Outcome<Integer>>() {}, new Outcome.Succeeded<>(1))),
            Map.entry("Object", of(new TypeReference<List<Object>>() {}, List.of("a", Map.of("b", 1)))),
            Map.entry("JsonNode", of(new TypeReference<JsonNode>() {}, TaskJson.tree(Map.of("a", 1)))));

    sealed interface Vehicle permits Car {}

    record Car(int doors) implements Vehicle {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes(@JsonSubTypes.Type(Cat.class))
    sealed interface Pet permits Cat, Dog {}

    record Cat(int lives) implements Pet {}

    record Dog(int age) implements Pet {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    sealed interface Plant permits Rose {}

    record Rose(int thorns) implements Plant {}

    abstract static class Base {
        public int a;
    }

    /** Has getters, but only a constructor with arguments. */
    public static final class Money {
        private final String amount;

        public Money(String amount) {
            this.amount = amount;
        }

        public String getAmount() {
            return amount;
        }
    }

    /** Has a constructor without arguments, but no getters. */
    public static final class Secret {
        @SuppressWarnings({"unused", "UnusedVariable"})
        private int code;
    }

    /** Has a setter without a getter. */
    public static final class HalfOpen {
        public int a;

        public void setB(int b) {
            a = b;
        }
    }

    /** An inner class. */
    @SuppressWarnings("ClassCanBeStatic")
    public final class Inner {
        public int a;
    }

    @JsonFormat(shape = JsonFormat.Shape.OBJECT)
    enum Level {
        HIGH
    }

    record Key(String a) {}

    record Upload(String name, InputStream content) {}

    record Album(List<Upload> uploads) {}

    record Bag(@SuppressWarnings("rawtypes") List things) {}

    record Sack(List<?> things) {}

    private static final Map<String, TypeReference<?>> REFUSED = Map.ofEntries(
            Map.entry("sealed interface Vehicle permits Car", new TypeReference<Vehicle>() {}),
            Map.entry("sealed interface Pet permits Cat, Dog", new TypeReference<Pet>() {}),
            Map.entry("sealed interface Plant permits Rose", new TypeReference<Plant>() {}),
            Map.entry("abstract class Base", new TypeReference<Base>() {}),
            Map.entry("class Money", new TypeReference<Money>() {}),
            Map.entry("class Secret", new TypeReference<Secret>() {}),
            Map.entry("class HalfOpen", new TypeReference<HalfOpen>() {}),
            Map.entry("class Inner", new TypeReference<Inner>() {}),
            Map.entry("enum Level { HIGH }", new TypeReference<Level>() {}),
            Map.entry("Map<Key, String>", new TypeReference<Map<Key, String>>() {}),
            Map.entry("record Album(List<Upload> uploads)", new TypeReference<Album>() {}),
            Map.entry("record Bag(List things)", new TypeReference<Bag>() {}),
            Map.entry("record Sack(List<?> things)", new TypeReference<Sack>() {}),
            Map.entry("List<? super Integer>", new TypeReference<List<? super Integer>>() {}),
            Map.entry("Optional<String>", new TypeReference<Optional<String>>() {}),
            Map.entry("Stream<String>", new TypeReference<Stream<String>>() {}),
            Map.entry("Iterator<String>", new TypeReference<Iterator<String>>() {}),
            Map.entry("Supplier<String>", new TypeReference<Supplier<String>>() {}),
            Map.entry("Callable<String>", new TypeReference<Callable<String>>() {}),
            Map.entry("Random", new TypeReference<Random>() {}),
            Map.entry("Thread", new TypeReference<Thread>() {}),
            Map.entry("IllegalStateException", new TypeReference<IllegalStateException>() {}));

    @TestFactory
    Stream<DynamicTest> typesThatTravelComeBackEqual() {
        return TRAVEL.entrySet().stream()
                .map(row -> DynamicTest.dynamicTest(row.getKey(), () -> {
                    Type type = row.getValue().type();
                    String json = TaskJson.writer(type)
                            .writeValueAsString(row.getValue().value());
                    assertThat(problems(type)).isEmpty();
                    Object read = TaskJson.reader(type).readValue(json);
                    assertThat(read).isEqualTo(row.getValue().value());
                    assertThat(page("travel")).containsEntry(row.getKey(), "`" + json + "`");
                }));
    }

    @TestFactory
    Stream<DynamicTest> typesThatCannotTravelAreRefusedWithTheReasonOfThePage() {
        return REFUSED.entrySet().stream()
                .map(row -> DynamicTest.dynamicTest(row.getKey(), () -> {
                    assertThat(problems(row.getValue().getType()))
                            .singleElement()
                            .satisfies(problem -> {
                                String field = problem.path().isEmpty() ? "" : "the field `" + problem.path() + "` ";
                                assertThat(page("cannot travel")).containsEntry(row.getKey(), field + problem.reason());
                                assertThat(problem.fix()).endsWith(".");
                            });
                }));
    }

    @Test
    void thePageListsNoOtherTypes() throws IOException {
        assertThat(page("travel").keySet()).isEqualTo(TRAVEL.keySet());
        assertThat(page("cannot travel").keySet()).isEqualTo(REFUSED.keySet());
    }

    record Copies(InputStream first, List<InputStream> others, Map.Entry<String, Thread> last) {}

    @Test
    void allFieldsThatCannotTravelAreReported() {
        assertThat(problems(Copies.class)).extracting(Problem::path).containsExactly("first", "others[]", "last");
    }

    @TestFactory
    Stream<DynamicTest> commonTypesOfThePlatformTravel() {
        return Stream.of(
                        new TypeReference<EnumMap<Band, Integer>>() {},
                        new TypeReference<SortedMap<String, List<Tile>>>() {},
                        new TypeReference<Deque<Tile>>() {},
                        new TypeReference<Iterable<Tile>>() {},
                        new TypeReference<Map.Entry<String, Tile>>() {},
                        new TypeReference<List<? extends Tile>>() {},
                        new TypeReference<List<int[]>>() {},
                        new TypeReference<List<String>[]>() {},
                        new TypeReference<ObjectNode>() {},
                        new TypeReference<ArrayNode>() {},
                        new TypeReference<Class<?>>() {},
                        new TypeReference<AtomicLong>() {},
                        new TypeReference<Locale>() {},
                        new TypeReference<Date>() {})
                .map(type ->
                        DynamicTest.dynamicTest(type.getType().getTypeName(), () -> assertThat(problems(type.getType()))
                                .isEmpty()));
    }

    private static List<Problem> problems(Type type) {
        return TypeProblems.of(type, TaskJson.types().constructType(type));
    }

    /** Returns the rows of the table under the heading that ends with some words. */
    private static Map<String, String> page(String heading) throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf("## Types that " + heading);
        int end = page.indexOf("\n## ", start + 1);
        return ROW.matcher(page.substring(start, end < 0 ? page.length() : end))
                .results()
                .collect(Collectors.toMap(TypesPageTest::name, row -> Objects.requireNonNull(row.group(2))));
    }

    private static String name(MatchResult row) {
        return row.group(1);
    }
}
