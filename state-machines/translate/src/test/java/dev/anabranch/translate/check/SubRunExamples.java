package dev.anabranch.translate.check;

import dev.anabranch.translate.sample.Defined;
import dev.anabranch.translate.sample.Shop.NeedsCare;
import dev.anabranch.translate.sample.Shop.Order;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Step;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.time.Duration;
import java.util.List;

/** Examples of the rules about runs of other workflows. */
final class SubRunExamples {

    private SubRunExamples() {}

    /** A workflow that others run. */
    public static final class Care implements Workflow<Order, Boolean> {
        @Override
        public Value<Boolean> define(Flow flow, Value<Order> order) {
            return flow.call(NeedsCare.class, order);
        }
    }

    /** Runs {@link Pong}. */
    public static final class Ping implements Workflow<Order, Boolean> {
        @Override
        public Value<Boolean> define(Flow flow, Value<Order> order) {
            return flow.run(Pong.class, order);
        }
    }

    /** Runs {@link Ping}. */
    public static final class Pong implements Workflow<Order, Boolean> {
        @Override
        public Value<Boolean> define(Flow flow, Value<Order> order) {
            return flow.run(Ping.class, order);
        }
    }

    /** Has the name of {@link Care}, but asks for an order twice. */
    public static final class OtherCare implements Workflow<Order, Boolean> {
        @Override
        public String name() {
            return "care";
        }

        @Override
        public Value<Boolean> define(Flow flow, Value<Order> order) {
            Step first = flow.call(NeedsCare.class, order);
            return flow.call(NeedsCare.class, order).after(first);
        }
    }

    /** Runs {@link OtherCare}. */
    public static final class Thorough implements Workflow<Order, Boolean> {
        @Override
        public Value<Boolean> define(Flow flow, Value<Order> order) {
            return flow.run(OtherCare.class, order);
        }
    }

    private static final class Hidden implements Workflow<Order, Boolean> {
        @Override
        public Value<Boolean> define(Flow flow, Value<Order> order) {
            return flow.call(NeedsCare.class, order);
        }
    }

    static final class RecursiveWorkflow implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return new Ping();
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.run(Care.class, order));
        }
    }

    static final class SubWorkflowClass implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> flow.run(Hidden.class, order));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.run(Care.class, order));
        }
    }

    static final class SubWorkflowName implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by(
                    (flow, order) -> flow.list(List.of(flow.run(Care.class, order), flow.run(OtherCare.class, order))));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by(
                    (flow, order) -> flow.list(List.of(flow.run(Care.class, order), flow.run(Care.class, order))));
        }
    }

    static final class SubRunTimeout implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> flow.run(Care.class, order).timeout(Duration.ofDays(366)));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.run(Care.class, order).timeout(Duration.ofDays(365)));
        }
    }
}
