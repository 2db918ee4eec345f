package dev.anabranch.task;

import java.util.Map;
import java.util.TreeSet;

/** Settings with values that do not change. Its text has no values, because they may be secrets. */
final class FixedSettings implements TaskSettings {

    private final Map<String, String> values;

    FixedSettings(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    @Override
    public String get(String name) {
        return value("setting", name);
    }

    @Override
    public String secret(String name) {
        return value("secret", name);
    }

    private String value(String kind, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException(
                    "The " + kind + " `" + name
                            + "` is not configured. Declare it with @RequiredSettings, so that it is checked before a run starts.");
        }
        return value;
    }

    @Override
    public String toString() {
        return "settings " + new TreeSet<>(values.keySet());
    }
}
