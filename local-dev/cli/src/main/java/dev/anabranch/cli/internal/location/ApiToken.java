package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.UsageError;
import java.util.Optional;

/** The token that the ports of {@code anabranch serve} require and that commands send to a run API. */
public final class ApiToken {

    /**
     * The environment variable with the token. It is not an option, because other users can read the options of a
     * process.
     */
    public static final String VARIABLE = "ANABRANCH_API_TOKEN";

    private ApiToken() {}

    /**
     * Returns the token, or empty if the variable is not set.
     *
     * @throws UsageError if the variable is blank
     */
    public static Optional<String> of(CommandContext console) {
        Optional<String> token = Optional.ofNullable(console.environment().get(VARIABLE));
        if (token.map(String::isBlank).orElse(false)) {
            throw new UsageError("The variable " + VARIABLE + " is empty. Set it to a token, or unset it.");
        }
        return token;
    }
}
