package dev.anabranch.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnResource;
import software.constructs.IConstruct;

/**
 * A finding of cdk-nag that does not hold here, and why. It is written as metadata of the resource, the form that cdk-nag documents
 * (https://github.com/cdklabs/cdk-nag), so a user's own check of a stack passes too and nobody needs cdk-nag to deploy.
 */
record Suppression(String rule, String reason, List<String> appliesTo) {

    private static final String KEY = "cdk_nag";

    Suppression {
        appliesTo = List.copyOf(appliesTo);
    }

    static Suppression of(String rule, String reason, String... appliesTo) {
        return new Suppression(rule, reason, List.of(appliesTo));
    }

    /** Sets all suppressions of the one resource behind a construct. */
    static void on(IConstruct construct, Suppression... suppressions) {
        List<Map<String, Object>> rules = new ArrayList<>();
        for (Suppression suppression : suppressions) {
            rules.add(
                    suppression.appliesTo.isEmpty()
                            ? Map.of("id", suppression.rule, "reason", suppression.reason)
                            : Map.of(
                                    "id",
                                    suppression.rule,
                                    "reason",
                                    suppression.reason,
                                    "applies_to",
                                    suppression.appliesTo));
        }
        CfnResource resource = construct instanceof CfnResource itself
                ? itself
                : (CfnResource) construct.getNode().getDefaultChild();
        resource.addMetadata(KEY, Map.of("rules_to_suppress", rules));
    }
}
