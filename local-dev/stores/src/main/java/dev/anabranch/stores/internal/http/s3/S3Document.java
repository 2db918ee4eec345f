package dev.anabranch.stores.internal.http.s3;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The XML body of a request: a root element, elements of equal names in it, and text in those. */
final class S3Document {

    private static final XMLInputFactory FACTORY = factory();

    private S3Document() {}

    /**
     * Reads the texts of each element with a name, in the order of the document.
     *
     * @return a map from the name of a child element to its text for each element; at least one element
     * @throws MalformedRequest if the body is not XML, or has no such element
     */
    static List<Map<String, String>> elements(byte[] body, String name) {
        List<Map<String, String>> elements = new ArrayList<>();
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(body));
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

    /** A document type can make a parser read files of this machine or expand entities without end, so no request may have one. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }
}
