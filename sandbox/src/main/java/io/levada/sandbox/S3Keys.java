/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Names of objects, and those that S3Proxy can't hold, as it keeps an object as a file. */
final class S3Keys {

  private static final int MAX_BYTES = 1024;

  private S3Keys() {}

  /**
   * Refuses a key that S3 does not take, or that would be another one's file.
   *
   * @param key empty for none
   */
  static void check(String key) throws RefusedException {
    if (key.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new RefusedException(400, "KeyTooLongError", "Your key is too long");
    }
    if (key.isEmpty()) {
      return;
    }

    String folder = key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
    for (String part : folder.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw notHeld("a key with an empty part, . or .. between its slashes");
      }
    }
  }

  /** The keys that a request DeleteObjects names. */
  static List<String> ofDelete(byte[] xml) throws RefusedException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setNamespaceAware(true);
      NodeList nodes =
          factory
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(xml))
              .getElementsByTagNameNS("*", "Key");
      List<String> keys = new ArrayList<>();
      for (int i = 0; i < nodes.getLength(); i++) {
        keys.add(nodes.item(i).getTextContent());
      }
      return keys;
    } catch (IOException | ParserConfigurationException | SAXException e) {
      throw new RefusedException(
          400, "MalformedXML", "The XML you provided was not well-formed or did not validate.");
    }
  }

  /** Bucket and key of a copy's source, decoded. */
  static String ofCopySource(String header) {
    int version = header.indexOf("?versionId=");
    String path = UriText.decode(version < 0 ? header : header.substring(0, version));
    return path.startsWith("/") ? path.substring(1) : path;
  }

  static RefusedException notHeld(String what) {
    return new RefusedException(501, "NotImplemented", "The sandbox cannot hold " + what);
  }
}
