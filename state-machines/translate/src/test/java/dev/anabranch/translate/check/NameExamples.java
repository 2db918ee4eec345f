package dev.anabranch.translate.check;

import dev.anabranch.task.RequiredSettings;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.translate.sample.Defined;
import dev.anabranch.translate.sample.Shop;
import dev.anabranch.translate.sample.Shop.Echo;
import dev.anabranch.translate.sample.Shop.NeedsCare;
import dev.anabranch.translate.sample.Shop.Order;
import dev.anabranch.workflow.Workflow;

/** Examples of the rules about names. */
final class NameExamples {

    private NameExamples() {}

    /** A task whose setting has a reserved name. */
    @RequiredSettings("AWS_REGION")
    public static final class ReservedSetting implements Task<Order, Boolean> {
        @Override
        public Boolean run(Order order, TaskContext context) {
            return true;
        }
    }

    /** A task whose setting and secret have one name. */
    @RequiredSettings(value = "API_KEY", secrets = "API_KEY")
    public static final class RepeatedSetting implements Task<Order, Boolean> {
        @Override
        public Boolean run(Order order, TaskContext context) {
            return true;
        }
    }

    /** A task with a setting and a secret. */
    @RequiredSettings(value = "REGION", secrets = "API_KEY")
    public static final class Configured implements Task<Order, Boolean> {
        @Override
        public Boolean run(Order order, TaskContext context) {
            return true;
        }
    }

    static final class SettingNameInvalid implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> flow.call(ReservedSetting.class, order));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.call(Configured.class, order));
        }
    }

    static final class SettingNameRepeated implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> flow.call(RepeatedSetting.class, order));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.call(Configured.class, order));
        }
    }

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
