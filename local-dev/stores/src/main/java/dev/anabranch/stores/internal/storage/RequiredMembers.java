package dev.anabranch.stores.internal.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The required members of DynamoDB's requests, by the name of the shape. The SDK's classes do not contain this
 * information.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations.html">API reference</a>
 */
final class RequiredMembers {

    private static final List<String> KEY = List.of("TableName", "Key");
    private static final List<String> INDEX = List.of("IndexName", "KeySchema", "Projection");

    private static final Map<String, List<String>> BY_SHAPE = Map.ofEntries(
            Map.entry("AttributeDefinition", List.of("AttributeName", "AttributeType")),
            Map.entry("BatchGetItemRequest", List.of("RequestItems")),
            Map.entry("BatchWriteItemRequest", List.of("RequestItems")),
            Map.entry("ConditionCheck", List.of("TableName", "Key", "ConditionExpression")),
            Map.entry("CreateTableRequest", List.of("AttributeDefinitions", "TableName", "KeySchema")),
            Map.entry("Delete", KEY),
            Map.entry("DeleteItemRequest", KEY),
            Map.entry("DeleteRequest", List.of("Key")),
            Map.entry("DeleteTableRequest", List.of("TableName")),
            Map.entry("DescribeTableRequest", List.of("TableName")),
            Map.entry("DescribeTimeToLiveRequest", List.of("TableName")),
            Map.entry("Get", KEY),
            Map.entry("GetItemRequest", KEY),
            Map.entry("GlobalSecondaryIndex", INDEX),
            Map.entry("KeySchemaElement", List.of("AttributeName", "KeyType")),
            Map.entry("KeysAndAttributes", List.of("Keys")),
            Map.entry("LocalSecondaryIndex", INDEX),
            Map.entry("ProvisionedThroughput", List.of("ReadCapacityUnits", "WriteCapacityUnits")),
            Map.entry("Put", List.of("TableName", "Item")),
            Map.entry("PutItemRequest", List.of("TableName", "Item")),
            Map.entry("PutRequest", List.of("Item")),
            Map.entry("QueryRequest", List.of("TableName")),
            Map.entry("ScanRequest", List.of("TableName")),
            Map.entry("Tag", List.of("Key", "Value")),
            Map.entry("TimeToLiveSpecification", List.of("Enabled", "AttributeName")),
            Map.entry("TransactGetItem", List.of("Get")),
            Map.entry("TransactGetItemsRequest", List.of("TransactItems")),
            Map.entry("TransactWriteItemsRequest", List.of("TransactItems")),
            Map.entry("Update", List.of("TableName", "Key", "UpdateExpression")),
            Map.entry("UpdateItemRequest", KEY),
            Map.entry("UpdateTimeToLiveRequest", List.of("TableName", "TimeToLiveSpecification")));

    private final List<String> missing = new ArrayList<>();

    private RequiredMembers() {}

    /**
     * Returns the paths of the missing members of a request, such as
     * {@code requestItems.records.member.1.putRequest.item}.
     */
    static List<String> missing(SdkPojo request) {
        RequiredMembers members = new RequiredMembers();
        members.visit("", request);
        return List.copyOf(members.missing);
    }

    private void visit(String path, @Nullable Object value) {
        if (value instanceof SdkPojo pojo) {
            List<String> required = BY_SHAPE.getOrDefault(pojo.getClass().getSimpleName(), List.of());
            for (SdkField<?> field : pojo.sdkFields()) {
                String inner = (path.isEmpty() ? "" : path + ".") + lowered(field.memberName());
                Object member = field.getValueOrDefault(pojo);
                if (SdkJson.isSet(member)) {
                    visit(inner, member);
                } else if (required.contains(field.memberName())) {
                    missing.add(inner);
                }
            }
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                visit(path + ".member." + (i + 1), list.get(i));
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, element) -> visit(path + "." + key, element));
        } else if (value == null) {
            missing.add(path);
        }
    }

    private static String lowered(String member) {
        return Character.toLowerCase(member.charAt(0)) + member.substring(1);
    }
}
