package dev.anabranch.translate.check;

import dev.anabranch.translate.sample.Defined;
import dev.anabranch.translate.sample.Shop;
import dev.anabranch.translate.sample.Shop.Echo;
import dev.anabranch.translate.sample.Shop.NeedsCare;
import dev.anabranch.workflow.Workflow;

/** Examples of the rules about names. */
final class NameExamples {

    private NameExamples() {}

    static final class WorkflowName implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return new Defined("Land Cover", (flow, order) -> order);
        }

        @Override
        public Workflow<?, ?> accepted() {
            return new Defined("land-cover-2", (flow, order) -> order);
        }
    }

    static final class NodeName implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return named("x".repeat(61));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return named("x".repeat(60));
        }
    }

    /** A workflow with a node of that name. */
    static Workflow<?, ?> named(String name) {
        return Defined.by((flow, order) -> flow.call(NeedsCare.class, order).named(name));
    }

    static final class DuplicateName implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> {
                flow.call(NeedsCare.class, order).named("care");
                return flow.call(NeedsCare.class, order).named("care");
            });
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> {
                flow.call(NeedsCare.class, order);
                return flow.call(NeedsCare.class, order);
            });
        }
    }

    static final class ScopeName implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> flow.scope("first.", () -> flow.call(NeedsCare.class, order)));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.scope("first", () -> flow.call(NeedsCare.class, order)));
        }
    }

    static final class GroupName implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> flow.call(NeedsCare.class, order).group(" "));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.call(NeedsCare.class, order).group("care"));
        }
    }

    static final class EmptyGroup implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> flow.group("nothing", () -> order));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by(
                    (flow, order) -> flow.group("echoes", () -> flow.call(Echo.class, order.get(Shop.Order::id))));
        }
    }
}
