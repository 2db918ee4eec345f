package dev.anabranch.stores.internal.http.s3;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Parses the XML body of a request: a root element with child elements, whose children contain text. */
final class S3Document {

    private static final XMLInputFactory FACTORY = factory();

    private S3Document() {}

    /**
     * Reads the children of all elements named {@code name}, in document order.
     *
     * @return for each element, a map from the names of its children to their text; not empty
     * @throws MalformedRequest if the body is not well-formed XML, or contains no such element
     */
    static List<Map<String, String>> elements(String body, String name) {
        List<Map<String, String>> elements = new ArrayList<>();
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(body));
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT
                        && reader.getLocalName().equals(name)) {
                    elements.add(children(reader));
                }
            }
        } catch (XMLStreamException e) {
            throw malformed();
        }
        if (elements.isEmpty()) {
            throw malformed();
        }
        return elements;
    }

    /**
     * Returns the text of the first child of the root element that is named {@code name}; empty if none is.
     *
     * @throws MalformedRequest if the body is not well-formed XML
     */
    static String text(String body, String name) {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(body));
            int depth = 0;
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                } else if (event == XMLStreamConstants.START_ELEMENT
                        && ++depth == 2
                        && reader.getLocalName().equals(name)) {
                    return reader.getElementText();
                }
            }
            return "";
        } catch (XMLStreamException e) {
            throw malformed();
        }
    }

    private static MalformedRequest malformed() {
        return new MalformedRequest(
                "MalformedXML", "The XML you provided was not well-formed or did not validate against our schema.");
    }

    private static Map<String, String> children(XMLStreamReader reader) throws XMLStreamException {
        Map<String, String> children = new HashMap<>();
        while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
            children.put(reader.getLocalName(), reader.getElementText());
        }
        return children;
    }

    /**
     * Creates a factory that rejects DTDs, because a DTD can make a parser read local files or expand entities without
     * limit.
     */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }
}
