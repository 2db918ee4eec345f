package dev.anabranch.examples.polling;

/**
 * An export of a table, as the service that runs it reports it.
 *
 * @param table the table
 * @param percent how much has been exported
 * @param done whether it has ended
 */
public record Export(String table, int percent, boolean done) {}
