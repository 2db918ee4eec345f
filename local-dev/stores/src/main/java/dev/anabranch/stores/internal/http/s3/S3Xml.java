package dev.anabranch.stores.internal.http.s3;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Writes the XML document of an S3 response. */
final class S3Xml {

    // The JDK's implementation, because another one on the user's class path may reject characters that are valid in
    // keys.
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();
    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final XMLStreamWriter writer;

    S3Xml(String root) {
        try {
            writer = FACTORY.createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            writer.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            writer.writeStartElement(root);
            // As on AWS, error documents have no namespace: some clients cannot parse an error with one.
            if (!root.equals("Error")) {
                writer.writeDefaultNamespace(NAMESPACE);
            }
        } catch (XMLStreamException e) {
            throw unwritable(e);
        }
    }

    /** Writes an element with text. A no-op if the value is null. */
    S3Xml text(String name, @Nullable Object value) {
        return value == null ? this : element(name, element -> element.characters(value.toString()));
    }

    /** Writes an element with child elements. */
    S3Xml element(String name, Consumer<S3Xml> content) {
        try {
            writer.writeStartElement(name);
            content.accept(this);
            writer.writeEndElement();
            return this;
        } catch (XMLStreamException e) {
            throw unwritable(e);
        }
    }

    private void characters(String text) {
        try {
            int from = 0;
            // Parsers replace a literal carriage return with a line feed, so it is written as a character reference.
            for (int cr = text.indexOf('\r'); cr >= 0; cr = text.indexOf('\r', from)) {
                writer.writeCharacters(text.substring(from, cr));
                writer.writeEntityRef("#13");
                from = cr + 1;
            }
            writer.writeCharacters(text.substring(from));
        } catch (XMLStreamException e) {
            throw unwritable(e);
        }
    }

    /** Completes the document and returns it. */
    byte[] bytes() {
        try {
            writer.writeEndDocument();
            writer.flush();
            return bytes.toByteArray();
        } catch (XMLStreamException e) {
            throw unwritable(e);
        }
    }

    private static IllegalStateException unwritable(XMLStreamException e) {
        return new IllegalStateException("An XML document could not be written into memory.", e);
    }
}
