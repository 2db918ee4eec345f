package dev.anabranch.translate.check;

import dev.anabranch.workflow.Workflow;
import java.util.Locale;

/** A rule, shown: the class is called like the rule, {@code NodeName} for {@code node-name}. */
interface Example {

    /** Breaks the rule, and no other. */
    Workflow<?, ?> refused();

    /** The same put right. */
    Workflow<?, ?> accepted();

    /** The id of the rule. */
    default String rule() {
        return getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-")
                .toLowerCase(Locale.ROOT);
    }
}
