#include "report/pdf_archive.hpp"

#include "report/colour_profile.hpp"
#include "report/deflate.hpp"
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

std::string info_dictionary(const PdfAbout& about) {
    std::string out = "<< /Title " + pdf_string(about.title);
    if (!about.program.empty()) {
        out += " /Creator " + pdf_string(about.program) + " /Producer " + pdf_string(about.program);
    }
    return out + " >>";
}

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

std::string add_archive_entries(PdfFile& file, const PdfAbout& about) {
    static const std::string profile_bytes = deflated(srgb_profile());
    const int metadata = file.reserve();
    const int intent = file.reserve();
    const int profile = file.reserve();
    file.add_stream(metadata, "/Type /Metadata /Subtype /XML", metadata_packet(about));
    file.add(intent, "<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier "
                     "(sRGB IEC61966-2.1) /Info (sRGB IEC61966-2.1) /RegistryName "
                     "(http://www.color.org) /DestOutputProfile " +
                         pdf_reference(profile) + " >>");
    file.add_deflated(profile, "/N 3", profile_bytes);
    return "/Metadata " + pdf_reference(metadata) + " /OutputIntents [" + pdf_reference(intent) +
           "]";
}

} // namespace ecg::report
