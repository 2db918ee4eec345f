package dev.anabranch.translate.check;

import dev.anabranch.workflow.Workflow;
import java.util.Locale;

/** An example of a rule. The class has the name of the rule: {@code NodeName} for {@code node-name}. */
interface Example {

    /** Returns a definition that violates this rule and no other. */
    Workflow<?, ?> refused();

    /** Returns the corrected definition. */
    Workflow<?, ?> accepted();

    /** Returns the id of the rule. */
    default String rule() {
        return getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-")
                .toLowerCase(Locale.ROOT);
    }
}
