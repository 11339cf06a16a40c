import io, logging
import pytest
from django.urls import reverse
from django.test import Client
from core.models import User
from organisations.models import Role
from organisations.roles import grant_role, open_page_to_staff
from tests import factories
pytestmark = pytest.mark.django_db

def test_probe_account(client, host):
    client.force_login(host)
    r = client.get("/admin/account/")
    print("ACCOUNT", r.status_code, "name_email-email" in r.content.decode(), [l.strip() for l in r.content.decode().splitlines() if 'name="' in l and 'input' in l][:20])
    r = client.post("/admin/account/", {"name_email-first_name":"A","name_email-last_name":"B","name_email-email":"boss@kommune.example","locale-preferred_language":"","locale-current_time_zone":"Europe/Oslo","theme-theme":"system","theme-contrast":"system","theme-density":"default","theme-keyboard_shortcuts":"on"})
    host.refresh_from_db(); print("EMAIL NOW", r.status_code, host.email)

@pytest.mark.parametrize("who",["host","editor"])
def test_probe_bulk(client, host, editor, outsider, who):
    root = factories.a_user("Sigrid Superbruker", email="super.secret@example.org", is_superuser=True, is_staff=True)
    page = factories.a_municipality_page(outsider.roles.first().municipality, greeting="zz"); page.title="HEMMELIGSIDE"; page.save()
    client.force_login({"host":host,"editor":editor}[who])
    for action in ("delete","assign_role","set_active_state"):
        r = client.get(f"/admin/bulk/core/user/{action}/?id={root.pk}&id=all&next=/admin/")
        t = r.content.decode()
        print("BULK USER", who, action, r.status_code, "super.secret" in t, "Superbruker" in t, "Utenfor" in t, r.headers.get("Location"))
    for action in ("delete","publish","unpublish","move"):
        r = client.get(f"/admin/bulk/wagtailcore/page/{action}/?id={page.pk}&next=/admin/")
        print("BULK PAGE", who, action, r.status_code, page.title in r.content.decode())
    from core.models import Picture
    from wagtail.images.tests.utils import get_test_image_file
    pic = Picture.objects.create(title="HEMMELIGBILDE", file=get_test_image_file(), uploaded_by_user=outsider)
    for action in ("delete","add_tags","add_to_collection"):
        r = client.get(f"/admin/bulk/core/picture/{action}/?id={pic.pk}&next=/admin/")
        print("BULK PIC", who, action, r.status_code, "HEMMELIGBILDE" in r.content.decode())
    for u in ("/admin/images/","/admin/images/chooser/",f"/admin/images/{pic.pk}/",f"/admin/images/usage/{pic.pk}/",f"/admin/images/{pic.pk}/delete/",f"/admin/images/{pic.pk}/generate_url/","/admin/api/main/images/","/admin/documents/","/admin/documents/chooser/", f"/admin/images/chooser/{pic.pk}/"):
        r = client.get(u); print("IMG", who, u, r.status_code, r.headers.get("Location"), "HEMMELIGBILDE" in r.content.decode())

def test_probe_pages(client, host, editor, outsider):
    m = outsider.roles.first().municipality
    page = factories.a_municipality_page(m, greeting="HEMMELIGHILSEN")
    page.title="HEMMELIGTITTEL"; page.save_revision(); page.unpublish()
    page.title="HEMMELIGTITTEL"; page.live=False; page.save()
    from wagtail.models import Revision
    rev = page.latest_revision_id
    for who,u_ in (("host",host),("editor",editor)):
        client.force_login(u_)
        for u in ("/admin/api/main/pages/","/admin/api/main/pages/?fields=*",f"/admin/api/main/pages/{page.pk}/","/admin/pages/search/?q=HEMMELIG","/admin/choose-page/","/admin/choose-page/search/?q=HEMMELIG",f"/admin/choose-page/{page.get_parent().pk}/","/admin/pages/","/admin/",f"/admin/pages/{page.pk}/",f"/admin/pages/{page.get_parent().pk}/",f"/admin/pages/{page.pk}/edit/",f"/admin/pages/{page.pk}/view_draft/",f"/admin/pages/{page.pk}/history/",f"/admin/pages/{page.pk}/usage/",f"/admin/pages/{page.pk}/revisions/{rev}/view/",f"/admin/pages/workflow/status/{page.pk}/",f"/admin/pages/usage/home/municipalitypage/","/admin/users/","/admin/groups/","/admin/workflows/list/","/admin/workflows/tasks/index/","/admin/workflows/task_chooser/","/admin/sites/","/admin/collections/","/admin/redirects/","/admin/snippets/","/admin/locales/","/admin/reports/site-history/","/admin/forms/","/admin/settings/",f"/admin/pages/{page.pk}/copy/",f"/admin/pages/{page.pk}/privacy/",f"/admin/pages/{page.pk}/get_lock/", "/admin/aging-pages/", f"/admin/users/{outsider.pk}/", f"/admin/users/history/{outsider.pk}/",f"/admin/snippets/choose/organisations/organisation/"):
            try:
                r = client.get(u); t=r.content.decode()
                print("PAGE", who, u, r.status_code, r.headers.get("Location",""), "LEAK" if "HEMMELIG" in t else "")
            except Exception as e: print("PAGE EXC", who, u, type(e), str(e)[:200])

def test_probe_nul(client, host, heroy):
    client.raise_request_exception=False
    client.force_login(host)
    for u in ("/nb/find/?q=%00","/nb/find/?q=a%00b","/nb/heroy-nordland/events/?category=%00","/nb/heroy-nordland/events/?day=%00","/nb/heroy-nordland/events/?after=%00","/nb/portal/newcomers/%00/","/nb/portal/packages/%00/","/nb/portal/figures/?municipality=%00&start=%00","/nb/heroy-nordland/events/99999999999999999999999/","/nb/portal/newcomer/99999999999999999999999/delete/","/nb/portal/package/99999999999999999999999/preview/","/admin/snippets/events/event/edit/99999999999999999999999/","/admin/snippets/welcome/welcomepackage/edit/99999999999999999999999/","/nb/portal/events/?page=99999999999999999999999","/nb/welcome/%00/","/nb/sign-up/%00/","/nb/portal/package/1/preview/?language=%00","/nb/%00/","/nb/x%00/","/%00"):
        try:
            r = client.get(u); print("NUL", u, r.status_code)
        except Exception as e: print("NUL EXC", u, type(e), str(e)[:100])

def test_probe_cache(client, host, organiser, organisation, heroy):
    factories.a_newcomer(municipality=heroy)
    client.force_login(host)
    for u in ("/nb/portal/newcomers/1818/","/nb/portal/packages/1818/","/nb/portal/","/nb/portal/figures/","/nb/portal/newcomers/1818/template/","/admin/","/nb/"):
        r=client.get(u); print("CACHE", u, r.status_code, r.headers.get("Cache-Control"), r.headers.get("Vary"))
    occ = factories.an_occurrence(factories.an_event(organisation=organisation, admission="sign_up"))
    s = factories.a_signup(occ)
    client.force_login(organiser)
    r=client.get(f"/nb/portal/dates/{occ.pk}/signups/"); print("CACHE signups", r.status_code, r.headers.get("Cache-Control"))
    r=client.get(f"/nb/account/login/"); print("CACHE login", r.status_code, r.headers.get("Cache-Control"))

def test_probe_origin_null(heroy):
    from newcomers.welcome.tokens import make_token
    n = factories.a_newcomer(municipality=heroy); p = factories.a_package()
    from newcomers.welcome import services
    from django.utils import timezone
    c = services.start_campaign(package=p, user=factories.a_user(), now=timezone.now())
    t = make_token(newcomer=n, package_key=p.translation_key)
    cl = Client(enforce_csrf_checks=True)
    for what in ("stop","erase"):
        name={"stop":"unsubscribe","erase":"erase_me"}[what]
        u=reverse(name,args=[t]); r=cl.get(u)
        import re
        tok=re.search(r'csrfmiddlewaretoken" value="([^"]+)',r.content.decode()).group(1)
        r=cl.post(u,{"csrfmiddlewaretoken":tok},HTTP_ORIGIN="null"); print("ORIGIN NULL",what,r.status_code)
        print(r.headers.get("Cache-Control"))

def test_probe_mrml():
    import mrml
    from core.mail import render_letter
    from django.template import engines
    t='<mjml><mj-head><mj-title>{{x}}</mj-title><mj-preview>{{x}}</mj-preview></mj-head><mj-body><mj-section><mj-column><mj-text>{{x}}</mj-text><mj-button href="{{x}}">{{x}}</mj-button></mj-column></mj-section></mj-body></mjml>'
    h=mrml.to_html(engines["django"].from_string(t).render({"x":'<script>alert(1)</script>"onclick="q'})).content
    import re
    for m in re.finditer("alert", h): print("MRML", repr(h[max(0,m.start()-60):m.start()+50]))

def test_probe_exif(client, editor, heroy):
    from PIL import Image
    from django.core.files.uploadedfile import SimpleUploadedFile
    im=Image.new("RGB",(400,300),"red"); ex=Image.Exif(); ex[0x010f]="SECRETMAKER"; ex[0x0112]=6; ex.get_ifd(0x8825)[1]="N"
    b=io.BytesIO(); im.save(b,"JPEG",exif=ex)
    client.force_login(editor)
    r=client.post("/admin/images/add/", {"title":"x","file":SimpleUploadedFile("a.jpg",b.getvalue(),"image/jpeg"),"description":"d","credit":""})
    print("EXIF", r.status_code)
    from core.models import Picture
    p=Picture.objects.get(); 
    print("orig", b"SECRETMAKER" in p.file.read())
    rd=p.get_rendition("width-100"); d=rd.file.read(); print("rendition", b"SECRETMAKER" in d, Image.open(io.BytesIO(d)).size)

def test_probe_logs(client, heroy, caplog):
    from events.signups.links import token_for
    from datetime import timedelta
    from django.utils import timezone
    occ = factories.an_occurrence(factories.an_event(admission="sign_up"), starts_at=timezone.now()-timedelta(hours=5))
    s=factories.a_signup(occ); t=token_for(s)
    with caplog.at_level(logging.INFO):
        r=client.post(f"/nb/sign-up/{t}/cancel/"); print("LOG", r.status_code)
        client.put(f"/nb/sign-up/{t}/")
        client.get("/nb/find/nope/?q=olena@example.org")
    for rec in caplog.records: print("REC", rec.name, rec.getMessage()[:300], t in rec.getMessage())

def test_probe_localize(host, heroy):
    from wagtail_localize.models import TranslationSource, Translation, StringTranslation, StringSegment
    p=factories.a_package(); en=factories.a_locale("en")
    src,_=TranslationSource.get_or_create_from_instance(p)
    tr=Translation.objects.create(source=src,target_locale=en)
    for seg in StringSegment.objects.filter(source=src):
        st=StringTranslation(translation_of=seg.string, locale=en, context=seg.context, data='Hi <script>alert(1)</script><img src=x onerror=alert(2)> <a href="javascript:alert(3)">x</a></p></mj-text><mj-raw>')
        try:
            st.full_clean(); 
        except Exception as e: print("clean", seg.context.path, e)
        st.save()
    try:
        tr.save_target(publish=True)
    except Exception as e: print("SAVE", type(e), e)
    q=type(p).objects.filter(locale=en).first()
    print("LOC", q and q.body.raw_data[0])
    if q:
        from newcomers.welcome.rendering import render_body
        print(str(render_body(q))[:800])
