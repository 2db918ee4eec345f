package dev.anabranch.cdk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnResource;
import software.constructs.IConstruct;

/**
 * A suppressed finding of cdk-nag with its reason. It is metadata of the resource, in the form that cdk-nag documents
 * (https://github.com/cdklabs/cdk-nag), so a user's own check of a stack passes too, and a deployment does not need
 * cdk-nag.
 */
record NagSuppression(String rule, String reason, List<String> appliesTo) {

    /** Suppresses a rule that has one finding for a resource. */
    NagSuppression(String rule, String reason) {
        this(rule, reason, List.of());
    }

    private static final String KEY = "cdk_nag";

    /** Sets all suppressions of the single resource behind a construct. */
    static void on(IConstruct construct, NagSuppression... suppressions) {
        List<Map<String, Object>> rules = new ArrayList<>();
        for (NagSuppression suppression : suppressions) {
            // The order is fixed, so that the same stack has the same template.
            Map<String, Object> rule = new LinkedHashMap<>();
            rule.put("id", suppression.rule);
            rule.put("reason", suppression.reason);
            if (!suppression.appliesTo.isEmpty()) {
                rule.put("applies_to", suppression.appliesTo);
            }
            rules.add(rule);
        }
        CfnResource resource = construct instanceof CfnResource itself
                ? itself
                : (CfnResource) construct.getNode().getDefaultChild();
        resource.addMetadata(KEY, Map.of("rules_to_suppress", rules));
    }
}
