package dev.anabranch.translate.internal.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.manifest.Manifest.TypeEntry;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RequiredFieldsTest {

    /** A shop. */
    public record Store(@Nullable String name, List<Integer> sales) {}

    /** The stores of a region. */
    public record Region(List<Store> stores, @Nullable Region within) {}

    /** A pair. */
    public record Sale(Store store, Integer day) {}

    /** The input of the workflows. */
    public record Order(
            List<Store> stores,
            List<Integer> days,
            List<Integer> unused,
            Region region,
            Boolean urgent,
            Duration pause,
            int horizon) {}

    /** A task. */
    public static final class NameOf implements Task<Store, String> {
        @Override
        public String run(Store store, TaskContext context) {
            return String.valueOf(store.name());
        }
    }

    /** A task. */
    public static final class DayOf implements Task<Sale, Integer> {
        @Override
        public Integer run(Sale sale, TaskContext context) {
            return sale.day();
        }
    }

    /** A task. */
    public static final class Twice implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer number, TaskContext context) {
            return 2 * number;
        }
    }

    /** A task. */
    public static final class Total implements Task<List<Integer>, Long> {
        @Override
        public Long run(List<Integer> numbers, TaskContext context) {
            return numbers.stream().mapToLong(Integer::longValue).sum();
        }
    }

    /** A task. */
    public static final class SizeOf implements Task<Region, Integer> {
        @Override
        public Integer run(Region region, TaskContext context) {
            return region.stores().size();
        }
    }

    /** Fans out over two lists of the input, and passes the others to a task. */
    public static final class Forecast implements Workflow<Order, Integer> {
        @Override
        public Value<Integer> define(Flow flow, Value<Order> order) {
            flow.map(order.get(Order::stores), NameOf.class).named("forecast");
            flow.map(order.get(Order::region).get(Region::stores), NameOf.class).named("compare");
            flow.call(Total.class, order.get(Order::unused));
            return flow.call(Twice.class, order.get(Order::horizon));
        }
    }

    /** Uses fields of the input as values of other nodes. */
    public static final class Others implements Workflow<Order, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Order> order) {
            flow.map(flow.zip(Sale::new, order.get(Order::stores), order.get(Order::days)), DayOf.class);
            flow.sleep(order.get(Order::pause));
            return flow.when(
                            order.get(Order::urgent),
                            () -> flow.call(
                                    Total.class,
                                    flow.map(order.get(Order::unused), Twice.class)
                                            .toList()),
                            () -> flow.value(0L))
                    .value();
        }
    }

    /** Runs a workflow with a part of the input. */
    public static final class Outer implements Workflow<Region, Integer> {
        @Override
        @SuppressWarnings("NullAway") // Workflows may be written without null checks.
        public Value<Integer> define(Flow flow, Value<Region> region) {
            return flow.run(Inner.class, region.get(Region::within));
        }
    }

    /** Fans out over the stores of a region. */
    public static final class Inner implements Workflow<Region, Integer> {
        @Override
        public Value<Integer> define(Flow flow, Value<Region> region) {
            flow.map(region.get(Region::stores), NameOf.class).named("visit");
            return flow.call(SizeOf.class, region);
        }
    }

    private static TypeEntry input(Workflow<?, ?> workflow) {
        return Manifest.of(Definition.of(workflow)).workflows().get(0).input();
    }

    @Test
    void listsOfFanOutsAreRequired() {
        assertThat(input(new Forecast()).required()).containsExactly("/stores", "/region/stores");
    }

    @Test
    void listsAndTimesOfOtherNodesAreRequiredUnlessTheyAreInAConditional() {
        assertThat(input(new Others()).required()).containsExactlyInAnyOrder("/stores", "/days", "/pause");
    }

    @Test
    void fieldsThatARunOfAnotherWorkflowNeedsAreRequired() {
        assertThat(input(new Outer()).required()).containsExactly("/within/stores");
    }

    @Test
    void schemaRequiresTheFieldsWhereTheyAreUsedOnly() {
        JsonNode schema = input(new Outer()).schema();

        JsonNode outer = schema.at("/$defs/Region");
        JsonNode within = schema.at("/$defs/Region2");
        assertThat(schema.path("$ref").asText()).isEqualTo("#/$defs/Region");
        assertThat(outer.path("required")).extracting(JsonNode::asText).containsExactly("within");
        assertThat(outer.at("/properties/within/$ref").asText()).isEqualTo("#/$defs/Region2");
        assertThat(outer.at("/properties/stores").has("anyOf")).isTrue();
        assertThat(within.path("required")).extracting(JsonNode::asText).containsExactly("stores");
        assertThat(within.at("/properties/stores/type").asText()).isEqualTo("array");
    }
}
