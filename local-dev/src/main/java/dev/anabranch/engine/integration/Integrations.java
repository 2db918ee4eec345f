package dev.anabranch.engine.integration;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The integrations that an engine has, by name. */
public final class Integrations {

    private final Map<String, Integration> byName;

    private Integrations(Map<String, Integration> byName) {
        this.byName = new TreeMap<>(byName);
    }

    /** A builder without any. */
    public static Builder builder() {
        return new Builder();
    }

    /** The integration of that name, for instance {@code dynamodb:putItem}, or null. */
    public @Nullable Integration find(String name) {
        return byName.get(name);
    }

    /** A sentence that refuses an integration by name and says which ones there are. */
    public String refusal(String name) {
        return "The integration '" + name + "' is not available here. Registered are: " + new TreeSet<>(byName.keySet())
                + ".";
    }

    /** Collects integrations. */
    public static final class Builder {

        private final Map<String, Integration> byName = new TreeMap<>();

        private Builder() {}

        /**
         * Registers an integration in place of whatever had the name.
         *
         * @param name service and action as the resource ARN has them, without the pattern: {@code lambda:invoke}
         */
        public Builder register(String name, Integration integration) {
            byName.put(name, integration);
            return this;
        }

        /** The registry. */
        public Integrations build() {
            return new Integrations(byName);
        }
    }
}
