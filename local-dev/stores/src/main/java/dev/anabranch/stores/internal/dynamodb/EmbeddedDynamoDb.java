package dev.anabranch.stores.internal.dynamodb;

import dev.anabranch.stores.internal.dynamodb.expression.Expressions;
import dev.anabranch.stores.internal.dynamodb.table.TableCatalogue;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.stores.internal.storage.StoreFaults;
import dev.anabranch.stores.internal.storage.StoreMeter;
import java.time.InstantSource;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ListTablesRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTablesResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveResponse;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;

/**
 * An in-process DynamoDB that implements the SDK's client interface: tables with global secondary indexes, items,
 * queries, scans, batches and transactions, with the full expression language. Errors are the SDK's exceptions with
 * AWS's messages. Limits, capacity units and reserved words follow AWS's rules.
 *
 * <p>Unsupported features fail with an {@link UnsupportedOperationException} that names the feature: local secondary
 * indexes, streams, PartiQL, backups, tags, and the legacy parameters that expressions replace. Known differences from
 * AWS: reads are always strongly consistent (capacity is billed for the requested consistency), tables are ACTIVE
 * immediately, a transaction waits for a concurrent one where AWS may report a conflict, throughput is not throttled,
 * and expired items are kept until {@link #deleteExpired} is called.
 *
 * <p>Thread-safe. {@link #close} does not close the {@link Storage}.
 */
public final class EmbeddedDynamoDb implements DynamoDbClient {

    private final DynamoDbContext context;
    private final StoreFaults faults;
    private final TableOperations tables;
    private final ItemOperations items;
    private final PageOperations pages;
    private final BatchOperations batches;
    private final TransactionOperations transactions;

    /**
     * @param storage stores the tables; existing tables are available immediately
     * @param clock provides creation times and the current time for request tokens and {@link #deleteExpired}
     */
    public EmbeddedDynamoDb(Storage storage, InstantSource clock, StoreMeter meter, StoreFaults faults) {
        this(new DynamoDbContext(storage, new TableCatalogue(storage), new Expressions(), clock, meter), faults);
    }

    private EmbeddedDynamoDb(DynamoDbContext context, StoreFaults faults) {
        this.context = context;
        this.faults = faults;
        this.tables = new TableOperations(context);
        this.items = new ItemOperations(context);
        this.pages = new PageOperations(context);
        this.batches = new BatchOperations(context);
        this.transactions = new TransactionOperations(context);
    }

    /** Creates a client without metering and without fault injection. */
    public EmbeddedDynamoDb(Storage storage, InstantSource clock) {
        this(storage, clock, StoreMeter.NONE, StoreFaults.NONE);
    }

    /**
     * Returns a client of the same tables for the code that starts, observes and ends runs. It injects no faults,
     * because faults apply to actions only, and it does not meter reads, because observing a run is not part of its
     * cost.
     */
    public EmbeddedDynamoDb fromOutside() {
        return with(StoreMeter.writes(context.meter()), StoreFaults.NONE);
    }

    /** Returns a client of the same tables with another meter and other faults. */
    public EmbeddedDynamoDb with(StoreMeter meter, StoreFaults otherFaults) {
        return new EmbeddedDynamoDb(context.metering(meter), otherFaults);
    }

    private <Q extends DynamoDbRequest, R> R call(String operation, Q request, Function<Q, R> body) {
        StoreFaults.Call call = new StoreFaults.Call("dynamodb", operation, request);
        faults.before(call);
        R response = body.apply(request);
        faults.after(call);
        return response;
    }

    /**
     * Deletes the items whose time to live has expired; AWS does so within days. Consumes no capacity units, as on AWS.
     *
     * @return the number of deleted items in all tables
     */
    public int deleteExpired() {
        return tables.deleteExpired();
    }

    @Override
    public CreateTableResponse createTable(CreateTableRequest request) {
        return call("CreateTable", request, tables::create);
    }

    @Override
    public DescribeTableResponse describeTable(DescribeTableRequest request) {
        return call("DescribeTable", request, tables::describe);
    }

    @Override
    public DeleteTableResponse deleteTable(DeleteTableRequest request) {
        return call("DeleteTable", request, tables::delete);
    }

    @Override
    public ListTablesResponse listTables(ListTablesRequest request) {
        return call("ListTables", request, tables::list);
    }

    @Override
    public ListTablesResponse listTables() {
        return listTables(ListTablesRequest.builder().build());
    }

    @Override
    public UpdateTimeToLiveResponse updateTimeToLive(UpdateTimeToLiveRequest request) {
        return call("UpdateTimeToLive", request, tables::updateTimeToLive);
    }

    @Override
    public DescribeTimeToLiveResponse describeTimeToLive(DescribeTimeToLiveRequest request) {
        return call("DescribeTimeToLive", request, tables::describeTimeToLive);
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        return call("GetItem", request, items::get);
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
        return call("PutItem", request, items::put);
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        return call("UpdateItem", request, items::update);
    }

    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest request) {
        return call("DeleteItem", request, items::delete);
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        return call("Query", request, pages::query);
    }

    @Override
    public ScanResponse scan(ScanRequest request) {
        return call("Scan", request, pages::scan);
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        return call("BatchGetItem", request, batches::get);
    }

    @Override
    public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
        return call("BatchWriteItem", request, batches::write);
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
        return call("TransactWriteItems", request, transactions::write);
    }

    @Override
    public TransactGetItemsResponse transactGetItems(TransactGetItemsRequest request) {
        return call("TransactGetItems", request, transactions::get);
    }

    @Override
    public DynamoDbWaiter waiter() {
        return DynamoDbWaiter.builder().client(this).build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // The creator of the storage closes it.
    }
}
