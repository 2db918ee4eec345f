package dev.anabranch.engine;

import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import java.util.regex.Pattern;

/** The rules for names of state machines and executions. */
final class ResourceNameRules {

    private static final int LONGEST = StepFunctionsQuotas.RESOURCE_NAME_CHARS;
    private static final Pattern FORBIDDEN = Pattern.compile("[\\s<>{}\\[\\]?*\"#%\\\\^|~`$&,;:/\\p{Cntrl}]");

    private ResourceNameRules() {}

    static void check(String name) {
        if (name.isEmpty() || name.length() > LONGEST || FORBIDDEN.matcher(name).find()) {
            throw new EngineException(
                    "InvalidName",
                    "Invalid Name: '" + name
                            + "'. A name must have 1 to 80 characters, no white space and none of "
                            + "<>{}[]?*\"#%\\^|~`$&,;:/");
        }
    }
}
