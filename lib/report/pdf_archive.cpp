#include "report/pdf_archive.hpp"

#include "report/xml_text.hpp"

namespace ecg::report {
namespace {

/// One rdf:Description of one namespace.
std::string description(const std::string& space, const std::string& properties) {
    return "<rdf:Description rdf:about=\"\" xmlns:" + space + ">\n" + properties +
           "</rdf:Description>\n";
}

std::string element(const std::string& name, const std::string& text) {
    return "<" + name + ">" + xml_text(text) + "</" + name + ">\n";
}

} // namespace

std::string metadata_packet(const PdfAbout& about) {
    std::string out = "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n";
    out += description("pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"",
                       element("pdfaid:part", "1") + element("pdfaid:conformance", "B"));
    out += description("dc=\"http://purl.org/dc/elements/1.1/\"",
                       "<dc:format>application/pdf</dc:format>\n"
                       "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">" +
                           xml_text(about.title) + "</rdf:li></rdf:Alt></dc:title>\n");
    if (!about.program.empty()) {
        out += description("xmp=\"http://ns.adobe.com/xap/1.0/\"",
                           element("xmp:CreatorTool", about.program));
        out += description("pdf=\"http://ns.adobe.com/pdf/1.3/\"",
                           element("pdf:Producer", about.program));
    }
    return out + "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>";
}

} // namespace ecg::report
