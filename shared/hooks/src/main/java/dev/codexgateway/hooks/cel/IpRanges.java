package dev.codexgateway.hooks.cel;

import java.net.InetAddress;
import java.util.Arrays;

/** Addresses in CIDR ranges (RFC 4632, RFC 4291), IPv4 and IPv6. Asks no name server. */
final class IpRanges {
  private IpRanges() {}

  /**
   * @param address in numbers; anything else is in no range
   * @param ranges separated by white space; a range without a length is one address
   * @throws IllegalArgumentException where a range is none
   */
  static boolean contain(String address, String ranges) {
    boolean found = false;
    for (String range : ranges.strip().split("\\s+")) {
      found |= contains(range, address);
    }
    return found;
  }

  private static boolean contains(String range, String address) {
    String[] parts = range.split("/", -1);
    byte[] net = InetAddress.ofLiteral(parts[0]).getAddress();
    int bits = parts.length == 1 ? net.length * 8 : length(parts, net.length * 8);
    try {
      byte[] given = InetAddress.ofLiteral(address).getAddress();
      return given.length == net.length && Arrays.equals(masked(given, bits), masked(net, bits));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static int length(String[] parts, int most) {
    if (parts.length != 2 || !parts[1].matches("[0-9]{1,3}") || Integer.parseInt(parts[1]) > most) {
      throw new IllegalArgumentException("not an address range");
    }
    return Integer.parseInt(parts[1]);
  }

  private static byte[] masked(byte[] address, int bits) {
    byte[] masked = address.clone();
    for (int i = 0; i < masked.length; i++) {
      int kept = Math.clamp(bits - i * 8L, 0, 8);
      masked[i] &= (byte) (0xff00 >> kept);
    }
    return masked;
  }
}
